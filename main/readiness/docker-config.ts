// The settings of the `docker` command on this computer: which context is chosen, where it leads, and choosing ours.
import { createHash } from 'node:crypto'
import { posix, win32 } from 'node:path'
import { AppError } from '../../preload/errors'
import { parseDockerConfig } from '../base/docker-config'
import type { Computer } from './computer'

export const ourContext = 'portside'

interface Config {
  readonly state: 'read' | 'unreadable'
  readonly file: string
  /** As it is on disk; undefined when there is none. */
  readonly text: string | undefined
  readonly content: Readonly<Record<string, unknown>>
  readonly context?: string
}

const joined = ({ platform }: Computer, ...parts: readonly string[]): string =>
  (platform === 'windows' ? win32 : posix).join(...parts)

const folderOf = (computer: Computer): string =>
  computer.env.DOCKER_CONFIG || joined(computer, computer.userHome, '.docker')

export async function readDockerConfig(computer: Computer): Promise<Config> {
  const file = joined(computer, folderOf(computer), 'config.json')
  const text = await computer.readText(file)
  const content = parseDockerConfig(text ?? '')
  // Docker stumbles over the mark; what stands behind it is kept when the file is mended.
  if (content === undefined || text?.startsWith('\uFEFF') === true)
    return { state: 'unreadable', file, text, content: content ?? {} }
  const { currentContext } = content
  const context = typeof currentContext === 'string' && currentContext !== '' ? currentContext : undefined
  return { ...{ state: 'read', file, text, content }, ...(context === undefined ? {} : { context }) }
}

/** Docker names the folder of a context by the hash of its name (docker/cli, context store). */
const metaFile = (computer: Computer, name: string): string => {
  const folder = createHash('sha256').update(name).digest('hex')
  return joined(computer, folderOf(computer), 'contexts', 'meta', folder, 'meta.json')
}

/** Address of a context; undefined when there is none of that name. */
export async function targetOf(computer: Computer, name: string): Promise<string | undefined> {
  const text = await computer.readText(metaFile(computer, name))
  try {
    const meta = JSON.parse(text ?? 'null') as { Endpoints?: { docker?: { Host?: unknown } } } | null
    const host = meta?.Endpoints?.docker?.Host
    return typeof host === 'string' ? host : undefined
  } catch {
    return undefined
  }
}

/** Makes a context that leads to Portside and chooses it. What was there is kept beside it. @throws readiness.fix-failed */
export async function chooseOurs(computer: Computer): Promise<void> {
  const { file, text, content } = await readDockerConfig(computer)
  const meta = {
    Name: ourContext,
    Metadata: { Description: 'Docker Engine of Portside' },
    Endpoints: { docker: { Host: computer.endpoint, SkipTLSVerify: false } },
  }
  try {
    if (text !== undefined) {
      const first = `${file}.before-portside`
      if (!(await computer.exists(first))) await computer.writeText(first, text)
      await computer.writeText(`${file}.portside-backup`, text)
    }
    await computer.writeText(metaFile(computer, ourContext), JSON.stringify(meta))
    // Docker indents by a tab.
    const next = JSON.stringify({ ...content, currentContext: ourContext }, null, '\t')
    await computer.writeText(file, `${next}\n`)
  } catch (cause) {
    throw new AppError('readiness.fix-failed', {
      params: { what: file, reason: String((cause as Error).message) },
      cause,
    })
  }
}
