// The user's own distributions that shall reach the engine: none unless chosen, each by itself, and undone without a trace.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../../preload/errors'
import type { WslDistribution } from '../../../preload/model'
import { writeWhole } from '../machine-record'
import {
  disableScript,
  enableScript,
  parseReadConfig,
  readConfigScript,
  withContext,
  type DockerConfig,
} from './docker-context'
import { wslError, wslErrorCode } from './wsl-error'
import { parseVerboseList } from './wsl-listing'
import type { Wsl } from './wsl-program'

const recordShape = z.object({
  format: z.literal(1),
  distributions: z.array(
    z.object({
      name: z.string(),
      /** What `docker` used there before. */
      previousContext: z.string().optional(),
      /** Whether there was no config.json before. */
      madeConfig: z.boolean(),
      /** Whether there was a `docker` command when it was switched on. */
      hasDocker: z.boolean(),
    }),
  ),
})
type Entry = z.infer<typeof recordShape>['distributions'][number]

export interface Integrations {
  /** Whether any distribution shall reach the engine, for which it has to listen to them. */
  wanted(): Promise<boolean>
  list(signal?: AbortSignal): Promise<readonly WslDistribution[]>
  /** Enters the distribution, which starts it. @throws machine.wsl-integration-failed, machine.wsl-* */
  set(name: string, on: boolean, signal?: AbortSignal): Promise<void>
}

export interface IntegrationsOptions {
  /** Bound to our own distribution. */
  readonly wsl: Wsl
  /** Where it is kept which ones were chosen. */
  readonly file: string
}

/** Distributions of engines, ours and others': nobody works in them. */
const ofEngines =
  /^(?:portside(?:-[0-9a-f]{8})?|docker-desktop(?:-data)?|rancher-desktop(?:-data)?|podman-.*)$/i

/** Where the engine listens for other distributions: a folder in memory that all of them see. */
export const sharedSocket = (distribution: string): string => `/mnt/wsl/${distribution}/docker.sock`

export function createIntegrations({ wsl, file }: IntegrationsOptions): Integrations {
  const context = { name: wsl.distribution, socket: sharedSocket(wsl.distribution) }
  const read = async (): Promise<readonly Entry[]> => readEntries(file)
  const write = (distributions: readonly Entry[]): Promise<void> =>
    writeWhole(file, `${JSON.stringify({ format: 1, distributions }, null, 2)}\n`)
  const enter = (name: string, script: string, signal?: AbortSignal): Promise<string> =>
    runInside(wsl, name, script, signal)
  const readConfig = async (name: string, signal?: AbortSignal): Promise<DockerConfig | undefined> => {
    const output = await enter(name, readConfigScript, signal)
    try {
      return parseReadConfig(output)
    } catch (cause) {
      throw new AppError('machine.wsl-integration-failed', { params: { name }, detail: String(cause), cause })
    }
  }

  const present = async (signal?: AbortSignal): Promise<WslDistribution[]> => {
    const { exitCode, output } = await wsl.run(['--list', '--verbose'], { signal })
    const entries = await read()
    // It fails where there is no distribution at all.
    return (exitCode === 0 ? parseVerboseList(output) : [])
      .filter(({ name }) => !ofEngines.test(name))
      .map((one) => {
        const entry = entries.find(({ name }) => name === one.name)
        return { ...one, integrated: entry !== undefined, dockerMissing: entry?.hasDocker === false }
      })
  }
  const enable = async (name: string, signal?: AbortSignal): Promise<void> => {
    const found = await readConfig(name, signal)
    const said = await enter(name, enableScript(context, withContext(found ?? {}, context.name)), signal)
    const previous = found?.currentContext
    const entry: Entry = {
      name,
      madeConfig: found === undefined,
      hasDocker: !/^no-docker\s*$/m.test(said),
      ...(typeof previous === 'string' && previous !== context.name ? { previousContext: previous } : {}),
    }
    await write([...(await read()).filter((one) => one.name !== name), entry])
  }
  const disable = async (entry: Entry, signal?: AbortSignal): Promise<void> => {
    const found = (await readConfig(entry.name, signal)) ?? {}
    const ours = found.currentContext === context.name
    const restored = ours ? withContext(found, entry.previousContext) : found
    const empty = entry.madeConfig && Object.keys(restored).length === 0
    await enter(entry.name, disableScript(context, empty ? undefined : restored), signal)
  }
  return {
    wanted: async () => (await read()).length > 0,
    list: present,
    set: async (name, on, signal) => {
      const one = (await present(signal)).find((distribution) => distribution.name === name)
      const entry = (await read()).find((known) => known.name === name)
      if (on && one?.version !== 2)
        throw new AppError('machine.wsl-integration-failed', {
          params: { name },
          detail: `version ${one?.version}`,
        })
      if (on && !entry) await enable(name, signal)
      if (!on && entry) {
        // One that was removed has taken everything with it.
        if (one) await disable(entry, signal)
        await write((await read()).filter((known) => known.name !== name))
      }
    },
  }
}

/** As its own user, and by standard input, so that no quoting on Windows matters. */
async function runInside(wsl: Wsl, name: string, script: string, signal?: AbortSignal): Promise<string> {
  const { exitCode, output } = await wsl.run(['--distribution', name, '--exec', '/bin/sh'], {
    signal,
    input: script,
  })
  if (exitCode === 0) return output
  const cause =
    wslErrorCode(output) === undefined ? undefined : wslError(output, `wsl --distribution ${name}`)
  throw new AppError('machine.wsl-integration-failed', { params: { name }, detail: output.trim(), cause })
}

/** @throws machine.wsl-config-unwritable: what was chosen must not be forgotten, or it could not be undone */
async function readEntries(file: string): Promise<readonly Entry[]> {
  try {
    return recordShape.parse(JSON.parse(await readFile(file, 'utf8'))).distributions
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new AppError('machine.wsl-config-unwritable', { params: { file }, detail: String(cause), cause })
  }
}
