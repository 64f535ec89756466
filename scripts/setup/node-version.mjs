// Refuses a Node.js that is too old, before any file that needs a newer one is loaded.

/** The oldest Node.js that runs the tools here; the same as "engines" in package.json. */
export const oldestNode = '20.19.0'

/**
 * @param {string} version for example "20.19.0"
 * @param {string} oldest
 */
export function isNewEnough(version, oldest = oldestNode) {
  const have = version.split('.').map(Number)
  const want = oldest.split('.').map(Number)
  for (let i = 0; i < 3; i++) {
    if ((have[i] || 0) !== (want[i] || 0)) return (have[i] || 0) > (want[i] || 0)
  }
  return true
}

/** Ends the process with one sentence when Node.js is too old. */
export function requireNode() {
  if (isNewEnough(process.versions.node)) return
  console.error(
    `Portside needs Node.js ${oldestNode} or newer; this is ${process.versions.node}. Get it from https://nodejs.org.`,
  )
  process.exit(1)
}
