// The projects that were opened from files, kept on disk: one without containers is known by nothing else.
import { copyFile, readFile } from 'node:fs/promises'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { z } from 'zod'
import type { ComposeFiles } from '../../preload/model'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

export interface KnownProject extends ComposeFiles {
  readonly name: string
  /** Epoch ms. */
  readonly usedAt: number
  /** Marks of what its images were built from, by service; stays when the project is put without. */
  readonly built?: Readonly<Record<string, string>>
}

export interface KnownProjects {
  readonly store: StoreApi<readonly KnownProject[]>
  /** Adds it, or replaces the one of its name; resolves when it is on disk. */
  put(project: KnownProject): Promise<void>
  remove(name: string): Promise<void>
}

const paths = z.array(z.string())
const entry = z.looseObject({
  name: z.string(),
  folder: z.string(),
  files: paths,
  profiles: paths,
  envFiles: paths,
  usedAt: z.number(),
  built: z.record(z.string(), z.string()).exactOptional(),
})
const content = z.looseObject({ version: z.literal(1), projects: z.array(entry) })

const kept = 200

/** A list that cannot be read is kept aside, and an empty one begun. */
export async function readKnownProjects(file: string, log: Log): Promise<KnownProjects> {
  const store = createStore<readonly KnownProject[]>(() => [])
  store.setState(await read(file, log), true)
  let writing: Promise<void> = Promise.resolve()
  const set = (projects: readonly KnownProject[]): Promise<void> => {
    store.setState(projects, true)
    // One after the other, so that the last state is the one on disk.
    const next = writing.then(() =>
      writeWhole(file, `${JSON.stringify({ version: 1, projects: store.getState() }, null, 2)}\n`),
    )
    writing = next.catch(() => {})
    return next
  }
  const others = (name: string): KnownProject[] => store.getState().filter((one) => one.name !== name)
  return {
    store,
    put: (project) => {
      const { built } = store.getState().find((one) => one.name === project.name) ?? {}
      return set([{ ...(built ? { built } : {}), ...project }, ...others(project.name)].slice(0, kept))
    },
    remove: (name) => set(others(name)),
  }
}

async function read(file: string, log: Log): Promise<readonly KnownProject[]> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return []
  try {
    return content.parse(JSON.parse(text)).projects
  } catch (error) {
    log.warn('the list of projects cannot be read and is kept aside', { error: String(error) })
    await copyFile(file, `${file}.broken`)
    return []
  }
}
