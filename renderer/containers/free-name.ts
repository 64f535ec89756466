// A name beside one that is taken: `mysql-1` becomes `mysql-2`.

export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, base = name, digits] = /^(.*?)-(\d{1,6})$/.exec(name) ?? []
  for (let number = digits === undefined ? 2 : Number(digits) + 1; ; number++) {
    const next = `${base}-${number}`
    if (!taken.has(next)) return next
  }
}
