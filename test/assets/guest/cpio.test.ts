// The initial RAM file system's archive.
import { describe, expect, it } from 'vitest'
import { writeCpio } from '../../../assets/guest/cpio.mjs'
import { FileTree } from '../../../assets/guest/file-tree.mjs'

/** Reads the "newc" form: a header of 13 hexadecimal numbers, the name, the data, each padded to four bytes. */
function readCpio(archive: Buffer): { name: string; mode: number; data: string }[] {
  const members = []
  for (let at = 0; at < archive.length;) {
    const fields = Array.from({ length: 13 }, (_, index) =>
      parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16),
    )
    const [size = 0, nameSize = 0] = [fields[6], fields[11]]
    const dataAt = Math.ceil((at + 110 + nameSize) / 4) * 4
    const name = archive.toString('utf8', at + 110, at + 109 + nameSize)
    members.push({ name, mode: fields[1] ?? 0, data: archive.toString('utf8', dataAt, dataAt + size) })
    at = Math.ceil((dataAt + size) / 4) * 4
  }
  return members
}

describe('writeCpio', () => {
  it('writes folders before their content, and the end mark', () => {
    const tree = new FileTree()
    tree.addFile('modules/order', 'virtio_blk.ko\n')
    tree.addFile('init', '#!/bin/busybox sh\n', 0o755)
    tree.addSymlink('sh', 'busybox')
    expect(readCpio(writeCpio(tree, 1))).toEqual([
      { name: 'init', mode: 0o100755, data: '#!/bin/busybox sh\n' },
      { name: 'modules', mode: 0o040755, data: '' },
      { name: 'modules/order', mode: 0o100644, data: 'virtio_blk.ko\n' },
      { name: 'sh', mode: 0o120777, data: 'busybox' },
      { name: 'TRAILER!!!', mode: 0, data: '' },
    ])
  })
})
