// Which folders are shared, under which names, and how virtiofsd is told.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sharing } from '../../../main/machine/qemu/sharing'
import { kindOf, virtiofsdArguments } from '../../../main/machine/qemu/virtiofsd'
import { chooseShares, shareLines } from '../../../main/machine/vm/shares'
import { makeTestFolder } from '../../support/test-folder'

let home: string
beforeEach(async () => {
  home = await makeTestFolder('h')
})
afterEach(() => rm(home, { recursive: true, force: true }))

describe('the shared folders', () => {
  it('come outer ones first, each once, however they are written', async () => {
    const inner = join(home, 'a b')
    await mkdir(inner)
    const { shares, notices } = await chooseShares(
      [
        { path: inner, writable: false },
        { path: `${home}/`, writable: true },
        { path: home, writable: true },
      ],
      'virtiofs',
    )
    expect(notices).toEqual([])
    expect(shares.map(({ path, writable }) => [path, writable])).toEqual([
      [home, true],
      [inner, false],
    ])
    const [outer, other] = shares.map(({ tag }) => tag)
    expect(shareLines(shares)).toBe(`${outer} rw ${home}\n${other} ro ${inner}\n`)
    // What a virtio-fs device can be called.
    expect(outer?.length).toBeLessThanOrEqual(36)
  })

  it('leave out, and tell, what is missing or no folder', async () => {
    const file = join(home, 'file')
    await writeFile(file, '')
    const { shares, notices } = await chooseShares(
      [file, join(home, 'gone'), `${home}/a\nb`].map((path) => ({ path, writable: true })),
      'virtiofs',
    )
    expect(shares).toEqual([])
    expect(notices.map(({ code }) => code)).toEqual(Array(3).fill('machine.share-missing'))
  })

  it('have another name when what may be done with them is another thing', async () => {
    const one = await chooseShares([{ path: home, writable: true }], 'virtiofs')
    const other = await chooseShares([{ path: home, writable: false }], 'virtiofs')
    expect(one.shares[0]?.tag).not.toBe(other.shares[0]?.tag)
  })
})

describe('the way that folders go', () => {
  const shares = [
    { tag: 'share-1', path: '/a', writable: true, way: '9p' as const },
    { tag: 'share-2', path: '/b', writable: false, way: '9p' as const },
  ]

  it('is told to the guest where it is 9p', () => {
    expect(shareLines(shares)).toBe('share-1 9p-rw /a\nshare-2 9p-ro /b\n')
  })

  it('is 9p without virtiofsd, and none without a QEMU that knows it', async () => {
    const program = join(home, 'qemu-system-x86_64')
    const knowing = async (devices: string) => {
      await writeFile(program, `#!/bin/sh\necho 'name "${devices}", bus PCI'\n`, { mode: 0o755 })
      return sharing.way({ toolFolders: [home], arch: 'amd64', shareWay: '9p' })
    }
    expect(await knowing('virtio-9p-pci')).toBe('9p')
    expect(await knowing('virtio-net-pci')).toMatchObject({ code: 'machine.shares-unavailable' })
  })

  it('is virtiofs where there is a virtiofsd', async () => {
    await writeFile(join(home, 'virtiofsd'), "#!/bin/sh\necho 'virtiofsd 1.13.2'\n", { mode: 0o755 })
    expect(await sharing.way({ toolFolders: [home], arch: 'amd64' })).toBe('virtiofs')
  })
})

describe('virtiofsd', () => {
  const share = { tag: 't', path: '/home/me', writable: true, way: 'virtiofs' as const }

  it('is told apart by what it says of itself', () => {
    expect(kindOf('virtiofsd 1.13.2\n')).toBe('rust')
    expect(kindOf('virtiofsd version 7.2.22 (Debian 1:7.2+dfsg-7)\nCopyright')).toBe('qemu')
    expect(kindOf('something else')).toBeUndefined()
  })

  it('makes everything as the user who runs it, unless that is root', () => {
    const ids = { uid: 1000, gid: 100 }
    expect(virtiofsdArguments('rust', share, '/s', ids).join(' ')).toBe(
      '--socket-path /s --shared-dir /home/me --cache auto ' +
        '--translate-uid map:0:1000:1 --translate-uid squash-guest:1:1000:4294967294 ' +
        '--translate-gid map:0:100:1 --translate-gid squash-guest:1:100:4294967294',
    )
    expect(virtiofsdArguments('rust', share, '/s', { uid: 0, gid: 0 }).join(' ')).not.toContain('translate')
  })

  it('refuses writes by itself where it can, and paths that it would take apart', () => {
    const ids = { uid: 1000, gid: 1000 }
    expect(virtiofsdArguments('rust', { ...share, writable: false }, '/s', ids)).toContain('--readonly')
    expect(() => virtiofsdArguments('qemu', { ...share, path: '/a,b' }, '/s', ids)).toThrow('comma')
  })
})
