// Lists a folder of a container: its own tools are asked while it runs, its archive is read otherwise.
import { posix } from 'node:path'
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { ContainerFile, FolderListing } from '../../preload/model'
import { readArchive } from './archives'
import { readHeaders } from './file-archive'
import { statPath } from './file-stat'
import { outputOf } from './output-of'

/** An archive goes through all that is below a folder; with more than this the list stays incomplete. */
const mostEntries = 200_000
const archiveDeadlineMs = 20_000

/** Numbers per file, a mark, then the names in the same order, ended by zero bytes: no name can break it. */
const script = `cd -- "$0" || exit 3
set -- .[!.]* ..?* *
for f do shift; if [ -e "$f" ] || [ -L "$f" ]; then set -- "$@" "$f"; fi; done
[ $# -eq 0 ] && exit 0
stat -c '%f %s %Y' -- "$@" || exit 4
echo names
printf '%s\\0' "$@"`

/** @throws file.not-a-folder, or the engine's refusal */
export async function listFolder(
  container: Docker.Container,
  path: string,
  running: boolean,
  signal: AbortSignal | undefined,
): Promise<FolderListing> {
  const stat = await statPath(container, path)
  if (stat.kind !== 'folder') throw new AppError('file.not-a-folder', { params: { path } })
  const listed = running ? await listInside(container, stat.path) : undefined
  return listed ?? (await listArchive(container, stat.path, signal))
}

const sorted = (files: readonly ContainerFile[]): readonly ContainerFile[] =>
  [...files].sort(
    (a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || (a.name < b.name ? -1 : 1),
  )

/** Undefined when the container has no tools for it. */
async function listInside(container: Docker.Container, path: string): Promise<FolderListing | undefined> {
  const output = await outputOf(container, ['/bin/sh', '-c', script, path])
  if (output === undefined) return undefined
  if (output.length === 0) return { files: [], complete: true }
  const at = output.indexOf('\nnames\n')
  if (at < 0) return undefined
  const numbers = output.toString('latin1', 0, at).split('\n')
  const names = output.toString('utf8', at + 7).split('\0')
  const files = numbers.map((line, index) => fileOf(names[index] ?? '', line))
  return { files: sorted(files), complete: true }
}

const kinds: Readonly<Record<number, ContainerFile['kind']>> = {
  0o040000: 'folder',
  0o100000: 'file',
  0o120000: 'link',
}

/** `81a4 1234 1795228811`: mode in hexadecimal, size in bytes, seconds. */
function fileOf(name: string, line: string): ContainerFile {
  const [mode = '0', size = '0', seconds = '0'] = line.split(' ')
  const bits = Number.parseInt(mode, 16)
  const kind = kinds[bits & 0o170000] ?? 'other'
  return {
    name,
    kind,
    sizeBytes: kind === 'file' ? Number(size) : 0,
    modifiedAt: Number(seconds) * 1000,
    mode: bits & 0o7777,
  }
}

async function listArchive(
  container: Docker.Container,
  path: string,
  signal: AbortSignal | undefined,
): Promise<FolderListing> {
  const files = new Map<string, ContainerFile>()
  const below = new Map<string, number>()
  const end = performance.now() + archiveDeadlineMs
  let left = mostEntries
  let complete = true
  const archive = await readArchive(container, path === '/' ? '/.' : path)
  await readHeaders(
    archive,
    ({ name: entry, type, size, mtime, mode }) => {
      const [name, ...rest] = partsOf(entry, path)
      if (name !== undefined && rest.length > 0) {
        if (isFile(type)) below.set(name, (below.get(name) ?? 0) + size)
      } else if (name !== undefined) {
        const kind =
          type === 'directory' ? 'folder' : type === 'symlink' ? 'link' : isFile(type) ? 'file' : 'other'
        const sizeBytes = kind === 'file' ? size : 0
        files.set(name, { name, kind, sizeBytes, modifiedAt: mtime?.getTime() ?? 0, mode: mode & 0o7777 })
      }
      left -= 1
      complete = left > 0 && performance.now() < end
      return complete
    },
    signal,
  )
  const found = [...files.values()].map((file) =>
    file.kind === 'folder' && complete ? { ...file, belowBytes: below.get(file.name) ?? 0 } : file,
  )
  return { files: sorted(found), complete }
}

const isFile = (type: string | null | undefined): boolean => type === 'file' || type === 'link'

/** Names in an archive begin with the folder itself; what comes after it. */
function partsOf(entry: string, folder: string): string[] {
  const root = folder === '/' ? '' : posix.basename(folder)
  const parts = entry
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/$/, '')
    .split('/')
  const inside = root !== '' && parts[0] === root ? parts.slice(1) : parts
  return inside[0] === '' ? [] : inside
}
