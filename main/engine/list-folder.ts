// Lists a folder of a container: its own tools are asked while it runs, its archive is read otherwise.
import { posix } from 'node:path'
import { PassThrough, type Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { ContainerFile, FolderListing } from '../../preload/model'
import { statusOf } from './engine-words'
import { readHeaders } from './file-archive'
import { statPath } from './file-stat'

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

/** What a command printed; undefined when it failed or the container cannot run it, for then the archive tells. */
async function outputOf(container: Docker.Container, command: string[]): Promise<Buffer | undefined> {
  let exec: Docker.Exec
  let stream: Duplex
  try {
    exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true, User: '0' })
    stream = await exec.start({ hijack: true, stdin: false })
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    return undefined
  }
  const out = new PassThrough()
  container.modem.demuxStream(stream, out, new PassThrough().resume())
  stream.on('end', () => out.end())
  stream.on('error', (error) => out.destroy(error))
  const chunks: Buffer[] = []
  for await (const chunk of out) chunks.push(chunk as Buffer)
  stream.destroy()
  return (await exec.inspect()).ExitCode === 0 ? Buffer.concat(chunks) : undefined
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
  const end = performance.now() + archiveDeadlineMs
  let left = mostEntries
  let complete = true
  const archive = await container.getArchive({ path: path === '/' ? '/.' : path })
  await readHeaders(
    archive,
    ({ name: entry, type, size, mtime, mode }) => {
      const name = childOf(entry, path)
      if (name !== undefined) {
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
  return { files: sorted([...files.values()]), complete }
}

const isFile = (type: string | null | undefined): boolean => type === 'file' || type === 'link'

/** Names in an archive begin with the folder itself. */
function childOf(entry: string, folder: string): string | undefined {
  const root = folder === '/' ? '' : posix.basename(folder)
  const parts = entry
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/$/, '')
    .split('/')
  const inside = root !== '' && parts[0] === root ? parts.slice(1) : parts
  return inside.length === 1 && inside[0] !== '' ? inside[0] : undefined
}
