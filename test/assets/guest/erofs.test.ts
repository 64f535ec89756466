// The root image: what goes in comes out, in the shape that the kernel expects, and always the same bytes.
import { describe, expect, it } from 'vitest'
import { writeErofs } from '../../../assets/guest/erofs.mjs'
import { FileTree } from '../../../assets/guest/file-tree.mjs'
import { lookUp, readDirectory, readInode, readRootNumber } from './erofs-reader'

const about = { mtime: 1_700_000_000, uuid: Buffer.alloc(16, 5), label: 'test' }
const sizes = [0, 1, 100, 4000, 4064, 4065, 4095, 4096, 4097, 12_288, 100_001]

function sample(order: readonly number[] = sizes): FileTree {
  const tree = new FileTree()
  for (const size of order) tree.addFile(`files/${size}`, Buffer.alloc(size, size % 251), 0o640)
  for (let index = 0; index < 700; index++) tree.addFile(`many/name-${index}`, `${index}`)
  tree.addSymlink('link', 'files/100')
  tree.addDir('empty', 0o700)
  return tree
}

describe('writeErofs', () => {
  const image = writeErofs(sample(), about)

  it.each(sizes)('keeps a file of %i bytes', (size) => {
    const inode = lookUp(image, `files/${size}`)
    expect(inode).toMatchObject({ type: 0o10, mode: 0o640, size, links: 1 })
    expect(inode.data.equals(Buffer.alloc(size, size % 251))).toBe(true)
  })

  it('keeps links and empty folders', () => {
    expect(lookUp(image, 'link')).toMatchObject({ type: 0o12, data: Buffer.from('files/100') })
    expect(lookUp(image, 'empty')).toMatchObject({ type: 0o4, mode: 0o700, links: 2 })
  })

  it('spreads a large folder over blocks, in byte order, with itself and its parent in it', () => {
    const root = readDirectory(image, readRootNumber(image))
    const many = root.get('many') ?? 0
    const names = readDirectory(image, many)
    expect(readInode(image, many).size).toBeGreaterThan(2 * 4096)
    expect([...names.keys()]).toEqual([...names.keys()].sort())
    expect(names.size).toBe(702)
    expect([names.get('.'), names.get('..')]).toEqual([many, readRootNumber(image)])
    expect(lookUp(image, 'many/name-699').data.toString()).toBe('699')
  })

  it('counts a folder once for each folder in it', () => {
    expect(readInode(image, readRootNumber(image)).links).toBe(2 + 3)
  })

  it('gives the same bytes whatever the order in which files were added', () => {
    expect(writeErofs(sample(sizes.toReversed()), about).equals(image)).toBe(true)
  })
})
