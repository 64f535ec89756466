// Starts one registry with the test images and one Docker Engine for a whole test run, and ends them with it.
import type { TestProject } from 'vitest/node'
import { startDockerd, type Dockerd, type DockerdOptions } from './dockerd'
import { newerEngine } from './engine-programs'
import { leftOutOf, testImages, type LeftOut } from './images/storage'
import { onInterruption } from './interruption'
import { startRegistry } from './registry'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the API socket of the engine that all tests of the run share. */
    engineSocket: string
    /** URL of the registry with the test images, the engine's stand-in for Docker Hub. */
    registryUrl: string
    /** Folder of the test images, for a registry of a test's own. */
    imageStorage: string
    /** Images that could not be made, with the reason: what needs them is to be skipped. */
    leftOutImages: LeftOut
  }
}

/**
 * `PORTSIDE_TEST_STORE=containerd`: a newer engine that keeps its images in containerd's store, for running a whole
 * file of tests against that.
 */
async function chosenEngine(isNewer: boolean): Promise<Pick<DockerdOptions, 'programs' | 'args'>> {
  const inContainerd = process.env.PORTSIDE_TEST_STORE === 'containerd'
  if (!inContainerd && !isNewer) return {}
  return { programs: await newerEngine(), args: [`--feature=containerd-snapshotter=${inContainerd}`] }
}

interface Front {
  readonly socket: string
  close(): Promise<void>
}
export type Before = (engineSocket: string) => Promise<Front>

/** When the run is killed, the kernel ends both programs, and the next run removes the files. */
export default (project: TestProject): Promise<() => Promise<void>> => globalEngine(project)

/** `before` puts something before the engine: it gets the engine's socket and says on which the tests find it. */
export async function globalEngine(project: TestProject, before?: Before): Promise<() => Promise<void>> {
  const storage = await testImages()
  const registry = await startRegistry({ storage })
  let engine: Dockerd | undefined
  let front: Front | undefined
  const end = async (): Promise<void> => {
    await front?.close()
    await engine?.stop()
    await registry.stop()
  }
  try {
    engine = await startDockerd({ mirror: registry.url, ...(await chosenEngine(before !== undefined)) })
    front = await before?.(engine.socket)
  } catch (error) {
    await end()
    throw error
  }
  project.provide('engineSocket', front?.socket ?? engine.socket)
  project.provide('registryUrl', registry.url)
  project.provide('imageStorage', storage)
  project.provide('leftOutImages', await leftOutOf(storage))
  const forget = onInterruption(end)
  return async () => {
    forget()
    await end()
  }
}
