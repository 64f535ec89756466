// Reads what the recipe needs from ELF files of any architecture: sections, needed libraries, interpreter.

const DYNAMIC = 6
const STRTAB_LINK = 40
const DT_NULL = 0n
const DT_NEEDED = 1n

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {number} type
 * @property {number} offset in the file, bytes
 * @property {number} size bytes
 * @property {number} link index of the section that this one refers to
 */

/** Whether this is a 64-bit little-endian ELF file, the only kind the guest has. @param {Buffer} file */
export function isElf(file) {
  return file.length > 64 && file.readUInt32BE(0) === 0x7f454c46 && file[4] === 2 && file[5] === 1
}

/** @param {Buffer} file @returns {Section[]} */
export function readSections(file) {
  const table = Number(file.readBigUInt64LE(40))
  const entrySize = file.readUInt16LE(58)
  const count = file.readUInt16LE(60)
  const namesIndex = file.readUInt16LE(62)
  if (table === 0 || count === 0) return []
  const at = (/** @type {number} */ index) => table + index * entrySize
  const names = Number(file.readBigUInt64LE(at(namesIndex) + 24))
  return Array.from({ length: count }, (_, index) => ({
    name: cString(file, names + file.readUInt32LE(at(index))),
    type: file.readUInt32LE(at(index) + 4),
    offset: Number(file.readBigUInt64LE(at(index) + 24)),
    size: Number(file.readBigUInt64LE(at(index) + 32)),
    link: file.readUInt32LE(at(index) + STRTAB_LINK),
  }))
}

/** A section's bytes, or none when there is no such section. @param {Buffer} file @param {string} name */
export function sectionData(file, name) {
  const section = readSections(file).find((candidate) => candidate.name === name)
  return section ? file.subarray(section.offset, section.offset + section.size) : Buffer.alloc(0)
}

/** Names of the shared libraries that the file asks for. @param {Buffer} file @returns {string[]} */
export function neededLibraries(file) {
  const sections = readSections(file)
  const dynamic = sections.find((section) => section.type === DYNAMIC)
  const strings = dynamic && sections[dynamic.link]
  if (!dynamic || !strings) return []
  const needed = []
  for (let offset = dynamic.offset; offset < dynamic.offset + dynamic.size; offset += 16) {
    const tag = file.readBigInt64LE(offset)
    if (tag === DT_NULL) break
    if (tag === DT_NEEDED)
      needed.push(cString(file, strings.offset + Number(file.readBigUInt64LE(offset + 8))))
  }
  return needed
}

/** Path of the program loader, `''` for a static file. @param {Buffer} file */
export function interpreter(file) {
  const data = sectionData(file, '.interp')
  return data.length > 0 ? cString(data, 0) : ''
}

/** @param {Buffer} buffer @param {number} offset */
function cString(buffer, offset) {
  return buffer.toString('utf8', offset, buffer.indexOf(0, offset))
}
