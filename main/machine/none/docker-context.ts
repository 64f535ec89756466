// A docker context of this computer, as `docker context` keeps it: where its engine listens, and how it proves itself.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../preload/errors'

export interface ContextFolders {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly userHome: string
}

/** What one side of a TLS connection needs to know; each part is there where the context has it. */
export interface ContextTls {
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  /** Whoever answers is taken for the engine. */
  readonly trusting: boolean
}

export interface ContextTarget {
  /** As docker writes it, e.g. `unix:///run/docker.sock`. */
  readonly host: string
  /** Absent where the context speaks of none. */
  readonly tls?: ContextTls
}

const metaShape = z.object({
  Name: z.string(),
  Endpoints: z.object({
    docker: z.object({ Host: z.string().optional(), SkipTLSVerify: z.boolean().optional() }),
  }),
})

/** The context that docker has without a file of it. */
const usual = 'default'
const usualHosts = { posix: 'unix:///var/run/docker.sock', windows: 'npipe:////./pipe/docker_engine' }

const contextsOf = ({ env, userHome }: ContextFolders): string =>
  join(env.DOCKER_CONFIG || join(userHome, '.docker'), 'contexts')

/** Docker names the folders of a context by the hash of its name (docker/cli, context store). */
const folderOf = (name: string): string => createHash('sha256').update(name).digest('hex')

/** @throws machine.context-missing, machine.context-unreadable */
export async function readContext(
  name: string,
  folders: ContextFolders,
  platform: NodeJS.Platform = process.platform,
): Promise<ContextTarget> {
  const usualHost = usualHosts[platform === 'win32' ? 'windows' : 'posix']
  if (name === usual) return { host: usualHost }
  const contexts = contextsOf(folders)
  const file = join(contexts, 'meta', folderOf(name), 'meta.json')
  const text = await readIfThere(file)
  if (text === undefined) {
    const known = [usual, ...(await namesIn(join(contexts, 'meta')))].join(', ')
    throw new AppError('machine.context-missing', { params: { context: name, known } })
  }
  const { Host = usualHost, SkipTLSVerify = false } = parse(text.toString('utf8'), name, file)
  const tls = await readTls(join(contexts, 'tls', folderOf(name), 'docker'), SkipTLSVerify)
  return { host: Host, ...(tls ? { tls } : {}) }
}

function parse(
  text: string,
  context: string,
  file: string,
): z.infer<typeof metaShape>['Endpoints']['docker'] {
  try {
    return metaShape.parse(JSON.parse(text)).Endpoints.docker
  } catch (cause) {
    throw new AppError('machine.context-unreadable', {
      params: { context, file },
      detail: String(cause),
      cause,
    })
  }
}

async function readTls(folder: string, trusting: boolean): Promise<ContextTls | undefined> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readIfThere(join(folder, name))),
  )
  if (!ca && !cert && !key && !trusting) return undefined
  return { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}), trusting }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
}

/** Names of the contexts that can be read, for words of an error. */
async function namesIn(meta: string): Promise<string[]> {
  const folders = await readdir(meta).catch(() => [])
  const names = await Promise.all(
    folders.map(async (folder) => {
      try {
        return metaShape.parse(JSON.parse(await readFile(join(meta, folder, 'meta.json'), 'utf8'))).Name
      } catch {
        return undefined
      }
    }),
  )
  return names.filter((name) => name !== undefined).sort()
}
