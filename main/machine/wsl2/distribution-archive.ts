// The tar archives that fill the distribution, made from the same image that other systems boot.
import { Readable } from 'node:stream'
import { openErofs, type ErofsEntry } from '../erofs'
import { tar, tarEnd, tarHeader, tarPadding, type TarEntry } from '../tar'
import { baseCommands, scriptFiles, scriptFolder } from './distribution-scripts'

const busyboxPath = 'usr/bin/busybox'
const executable = 0o755

/** What Windows does with the distribution: no systemd, no Windows programs inside, name server kept up to date. */
const wslConf = `[boot]
systemd=false
[automount]
enabled=true
mountFsTab=false
[interop]
enabled=false
appendWindowsPath=false
[network]
generateHosts=true
generateResolvConf=true
[user]
default=root
`

const scriptEntries: readonly TarEntry[] = Object.entries(scriptFiles).map(([name, content]) => ({
  name: `${scriptFolder.slice(1)}/${name}`,
  content,
  mode: executable,
}))

/** Our scripts as this version has them, for a base that an older one imported. */
export const scriptArchive = (): Buffer => tar(scriptEntries)

/**
 * The base: a shell and our scripts. It is imported once and never replaced; what runs the engine is laid beside it
 * as a system, and the data beside that.
 */
export async function baseArchive(rootImage: string): Promise<Buffer> {
  const image = await openErofs(rootImage)
  try {
    const busybox = await image.find(busyboxPath)
    if (busybox?.type !== 'file') throw new Error(`${rootImage} has no ${busyboxPath}`)
    return tar([
      ...['bin/', 'dev/', 'etc/', 'mnt/', 'opt/', 'proc/', 'root/', 'run/', 'sys/', 'tmp/'].map(folder),
      // WSL puts its own commands there.
      ...['usr/', 'usr/bin/'].map(folder),
      ...['opt/portside/', 'portside/', 'portside/data/', 'portside/systems/'].map(folder),
      { name: 'bin/busybox', content: await busybox.read(), mode: executable },
      ...baseCommands.map((name) => ({ name: `bin/${name}`, link: 'busybox', mode: 0o777 })),
      { name: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\n', mode: 0o644 },
      { name: 'etc/group', content: 'root:x:0:\n', mode: 0o644 },
      { name: 'etc/os-release', content: 'ID=portside\nNAME="Portside"\n', mode: 0o644 },
      { name: 'etc/wsl.conf', content: wslConf, mode: 0o644 },
      ...scriptEntries,
    ])
  } finally {
    await image.close()
  }
}

/** The image's whole root, entry by entry. `onBytes` gets the bytes passed on so far. */
export function systemArchive(rootImage: string, onBytes: (bytes: number) => void): Readable {
  return Readable.from(systemParts(rootImage, onBytes))
}

async function* systemParts(rootImage: string, onBytes: (bytes: number) => void): AsyncIterable<Buffer> {
  const image = await openErofs(rootImage)
  let passed = 0
  try {
    for await (const entry of image.entries()) {
      if (entry.path === '') continue
      const parts = await entryParts(entry)
      for (const part of parts) {
        passed += part.length
        yield part
      }
      onBytes(passed)
    }
    yield tarEnd
  } finally {
    await image.close()
  }
}

async function entryParts(entry: ErofsEntry): Promise<Buffer[]> {
  const { path, mode, size } = entry
  if (entry.type === 'dir') return [tarHeader({ name: `${path}/`, mode }, 0)]
  if (entry.type === 'symlink') {
    const link = (await entry.read()).toString('utf8')
    return [tarHeader({ name: path, mode, link }, 0)]
  }
  return [tarHeader({ name: path, mode }, size), await entry.read(), tarPadding(size)].filter(
    (part) => part.length > 0,
  )
}

const folder = (name: string): TarEntry => ({
  name,
  mode: name === 'portside/data/' || name === 'root/' ? 0o700 : name === 'tmp/' ? 0o1777 : executable,
})
