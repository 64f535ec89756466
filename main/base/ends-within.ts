// Waits for something, but not longer than a deadline.

/** Whether it ended before the deadline (ms) passed. */
export async function endsWithin(ended: Promise<unknown>, deadlineMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), deadlineMs)))
  const inTime = await Promise.race([ended.then(() => true), deadline])
  clearTimeout(timer)
  return inTime
}
