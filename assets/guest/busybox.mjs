// Lists the commands inside a BusyBox binary of any architecture without running it.

/** The table of names starts with these two: they sort before all letters. */
const TABLE_START = Buffer.from('[\0[[\0')

/**
 * @param {Buffer} binary
 * @returns {string[]} the command names, sorted
 * @throws {Error} when the binary has no such table
 */
export function busyboxCommands(binary) {
  const start = binary.indexOf(TABLE_START)
  const end = binary.indexOf('\0\0', start)
  const names = start < 0 || end < 0 ? [] : binary.toString('latin1', start, end).split('\0')
  if (!names.includes('sh') || !names.every((name) => /^[\w[-]+$/.test(name))) {
    throw new Error('The list of commands was not found in the BusyBox binary')
  }
  return names
}
