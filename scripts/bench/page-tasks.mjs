// How long the tasks of a page are: by the clock, which counts what else the computer did meanwhile, and by the
// processor time of the page's own thread.

/** From here on a person notices that a page does something else. */
const longMs = 50

/**
 * Notes the tasks of the page from now on.
 * @param {import('playwright').Page} page
 * @returns {Promise<() => Promise<{ clockMs: number, long: number, processorMs: number }>>} ends it: the longest task by
 * either, and how many are long by the clock
 */
export async function watchTasks(page) {
  const session = await page.context().newCDPSession(page)
  const threads = new Map()
  const longest = new Map()
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { ph, name, pid, tid, tdur = 0, args } of value) {
      const thread = `${pid} ${tid}`
      if (name === 'thread_name') threads.set(thread, args.name)
      else if (ph === 'X' && name === 'ThreadControllerImpl::RunTask')
        longest.set(thread, Math.max(longest.get(thread) ?? 0, tdur / 1000))
    }
  })
  await page.evaluate(() => {
    globalThis.tasks = []
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.tasks.push(duration)
    })
    observer.observe({ type: 'longtask' })
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  })
  return async () => {
    const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
    await session.send('Tracing.end')
    await done
    await session.detach()
    const tasks = await page.evaluate(() => globalThis.tasks)
    const own = [...longest].filter(([thread]) => threads.get(thread) === 'CrRendererMain')
    if (own.length === 0) throw new Error('the trace has no thread of the page')
    return {
      clockMs: Math.max(0, ...tasks),
      long: tasks.filter((duration) => duration > longMs).length,
      processorMs: Math.max(...own.map(([, ms]) => ms)),
    }
  }
}
