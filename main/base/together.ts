// Works that belong together: one that fails ends the others, and none of them goes on when the whole has ended.

/** Resolves when all have. @throws what the first one that failed threw, after the last one has ended */
export async function together(
  works: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const failures: unknown[] = []
  const guarded = works.map((work) =>
    work(either).catch((error: unknown) => {
      failures.push(error)
      over.abort()
    }),
  )
  await Promise.all(guarded)
  if (failures.length > 0) throw failures[0]
}
