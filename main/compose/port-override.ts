// Notes a moved port of a Compose project in a file of this user's own, so that the team's files stay as they are.
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isAbort } from '../../preload/errors'
import type { Container, PortBinding } from '../../preload/model'
import { isOneOf, readRange, writePort } from '../../preload/port-range'
import type { Log } from '../base/log'
import type { RunCompose } from './compose-program'

export interface PortOverridesOptions {
  /** Where the files are kept, one folder per project. */
  readonly folder: string
  readonly compose: (project: {
    readonly name: string
    readonly files: readonly string[]
  }) => Promise<RunCompose | undefined>
  readonly containers: () => Iterable<Container>
  readonly log: Log
}

export interface PortMoveOfContainer {
  readonly id: string
  readonly binding: PortBinding
  readonly toPort: number
  readonly signal?: AbortSignal
}

/** What Compose reads on a container to know which files made it, and whether they changed since. */
export type ComposeLabels = Readonly<Record<string, string>>

/** This user's own files for a project, for whoever starts it. */
export interface OverrideFiles {
  /** Where they are kept; `files` are the team's. */
  folderOf(project: string, files: readonly string[]): string
  /** In the order in which Compose reads them after the team's. */
  list(folder: string): Promise<string[]>
  /** All ports of a service as they are on this computer, in place of the team's. */
  write(folder: string, service: string, ports: readonly Published[]): Promise<void>
}

export interface PortOverrides {
  /**
   * Moves a port by `work`. Where the container is the only one of a service whose files are on this computer, the
   * move is noted first, and `work` gets the labels with which Compose takes the moved container for its own.
   */
  around<T>(move: PortMoveOfContainer, work: (labels: ComposeLabels | undefined) => Promise<T>): Promise<T>
  /** Notes a move before there is a container. False where the files ask for no such port. */
  plan(move: PlannedPortMove): Promise<boolean>
  /** What was noted for a project so far: files for Compose to read after the team's. */
  filesOf(project: { readonly name: string; readonly files: readonly string[] }): Promise<readonly string[]>
}

export interface PlannedPortMove {
  readonly name: string
  readonly service: string
  readonly files: readonly string[]
  readonly root: string
  readonly profiles: readonly string[]
  readonly envFiles: readonly string[]
  readonly binding: PortBinding
  readonly toPort: number
  /** Where several containers of the service share as many ports. */
  readonly toLast?: number
  readonly signal?: AbortSignal | undefined
}

interface Note {
  readonly labels: ComposeLabels
  undo(): Promise<void>
}

const published = z.looseObject({
  target: z.number(),
  published: z.string().optional(),
  host_ip: z.string().optional(),
  protocol: z.string().optional(),
})
export type Published = z.infer<typeof published>
const config = z.object({
  services: z.record(z.string(), z.object({ ports: z.array(published).optional() })),
})

export function createPortOverrides(options: PortOverridesOptions): PortOverrides {
  const { log } = options
  const note = async (move: PortMoveOfContainer): Promise<Note | undefined> => {
    const container = [...options.containers()].find((one) => one.id === move.id)
    const project = container && projectOf(container, options)
    if (!project || isScaled(container, options.containers())) return undefined
    // Files of another computer, or ones that moved, say nothing about this container.
    if (!(await allThere(project.files))) return undefined
    const compose = await options.compose(project)
    return compose && writeNote(compose, project, move)
  }
  return {
    plan: async (move) => {
      const project = projectAt(options.folder, move)
      const compose = project && (await options.compose(project))
      return (
        project !== undefined &&
        compose !== undefined &&
        (await writeNote(compose, project, move)) !== undefined
      )
    },
    filesOf: async ({ name, files }) => {
      const project = projectAt(options.folder, { name, service: 'any', files, root: undefined })
      return project ? listOverrides(project.folder) : []
    },
    around: async (move, work) => {
      const noted = await note(move).catch((error: unknown) => {
        if (isAbort(error)) throw error
        log.warn('a moved port is not noted for Compose', { error: String(error) })
        return undefined
      })
      try {
        return await work(noted?.labels)
      } catch (error) {
        await noted?.undo()
        throw error
      }
    },
  }
}

interface Project {
  readonly name: string
  readonly service: string
  /** The team's files, without ours. */
  readonly files: readonly string[]
  readonly root: string | undefined
  /** Of our own files for it. */
  readonly folder: string
  /** Profiles and files of variables, which no container tells of. */
  readonly choice?: readonly string[]
}

function projectOf(container: Container, { folder }: PortOverridesOptions): Project | undefined {
  const { project: name, service, composeFiles = [], composeFolder: root } = container
  const files = composeFiles.filter((file) => !file.startsWith(folder))
  return projectAt(folder, { name, service, files, root })
}

interface Named {
  readonly name: string | undefined
  readonly service: string | undefined
  readonly files: readonly string[]
  readonly root: string | undefined
  readonly profiles?: readonly string[]
  readonly envFiles?: readonly string[]
}

function projectAt(
  folder: string,
  { name, service, files, root, profiles = [], envFiles = [] }: Named,
): Project | undefined {
  if (name === undefined || service === undefined || files.length === 0) return undefined
  // Both become names of files: what Compose would not have let through is not taken either.
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(name) || !/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/.test(service)) return undefined
  const choice = [
    ...profiles.flatMap((profile) => ['--profile', profile]),
    ...envFiles.flatMap((file) => ['--env-file', file]),
  ]
  return { name, service, files, root, folder: overridesOf(folder, name, files), choice }
}

function overridesOf(folder: string, project: string, files: readonly string[]): string {
  const mark = createHash('sha256').update(files.join('\0')).digest('hex').slice(0, 8)
  return join(folder, `${project}-${mark}`)
}

const isScaled = (container: Container, all: Iterable<Container>): boolean =>
  [...all].some(
    (one) =>
      one.id !== container.id && one.project === container.project && one.service === container.service,
  )

const allThere = (files: readonly string[]): Promise<boolean> =>
  Promise.all(files.map((file) => access(file))).then(
    () => true,
    () => false,
  )

async function writeNote(
  compose: RunCompose,
  project: Project,
  { binding, toPort, toLast, signal }: Pick<PlannedPortMove, 'binding' | 'toPort' | 'toLast' | 'signal'>,
): Promise<Note | undefined> {
  const { name, service, root } = project
  const ask = async (files: readonly string[], args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await compose(
      [
        ...['--project-name', name, ...(root === undefined ? [] : ['--project-directory', root])],
        ...files.flatMap((file) => ['--file', file]),
        ...(project.choice ?? []),
        ...args,
      ],
      { signal, ...(root === undefined ? {} : { folder: root }) },
    )
    if (exitCode !== 0) throw new Error(stderr.trim() || `Compose ended with code ${exitCode}`)
    return stdout
  }
  const before = [...project.files, ...(await listOverrides(project.folder))]
  const asked = config.parse(JSON.parse(await ask(before, ['config', '--format', 'json'])))
  const ports = movedIn(asked.services[service]?.ports ?? [], binding, written(toPort, toLast))
  if (!ports) return undefined

  const file = join(project.folder, `${service}.yaml`)
  const last = await readFile(file, 'utf8').catch(() => undefined)
  const undo = (): Promise<void> => (last === undefined ? rm(file, { force: true }) : replace(file, last))
  try {
    await writeOverride(project.folder, service, ports)
    const files = [...project.files, ...(await listOverrides(project.folder))]
    const hash = (await ask(files, ['config', '--hash', service])).trim().split(/\s+/)[1]
    if (hash === undefined) throw new Error('Compose gave no hash')
    return {
      labels: {
        'com.docker.compose.project.config_files': files.join(','),
        'com.docker.compose.config-hash': hash,
      },
      undo,
    }
  } catch (error) {
    await undo()
    throw error
  }
}

async function writeOverride(folder: string, service: string, ports: readonly Published[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await replace(join(folder, `${service}.yaml`), textOf(service, ports))
}

/** Notes of other services of the project count as well. */
const listOverrides = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => []))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name))

const none = { first: 0, last: -1 }

const written = (first: number, last = first): string => (last === first ? String(first) : `${first}-${last}`)

/** Undefined when the files ask for no such port: then the container is older than they are. */
function movedIn(
  ports: readonly Published[],
  binding: PortBinding,
  to: string,
): readonly Published[] | undefined {
  const all = ['', '0.0.0.0', '::']
  const isIt = ({ target, published: port, host_ip: address = '', protocol = 'tcp' }: Published): boolean =>
    target === binding.containerPort &&
    protocol === binding.protocol &&
    (port === writePort(binding) || isOneOf(readRange(port ?? '') ?? none, binding.hostPort)) &&
    (address === binding.hostAddress || (all.includes(address) && all.includes(binding.hostAddress)))
  if (!ports.some(isIt)) return undefined
  return ports.map((one) => (isIt(one) ? { ...one, published: to } : one))
}

/** JSON is YAML; only the tag, which keeps Compose from adding the team's ports again, is not JSON. */
const textOf = (service: string, ports: readonly Published[]): string =>
  [
    '# Portside moved a port of this service on this computer. Delete this file to go back.',
    'services:',
    `  ${JSON.stringify(service)}:`,
    '    ports: !override',
    ...ports.map((port) => `      - ${JSON.stringify(port)}`),
    '',
  ].join('\n')

async function replace(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`
  await writeFile(fresh, text, { mode: 0o600 })
  await rename(fresh, file)
}

export const overrideFiles = (folder: string): OverrideFiles => ({
  folderOf: (project, files) => overridesOf(folder, project, files),
  list: listOverrides,
  write: writeOverride,
})
