// Lets Node keep what V8 made of the app's code, so that the next start does not compile it again.
import module from 'node:module'
import { join } from 'node:path'

/** What Node 22.1 and newer, and so Electron, can do; the headless twin may run on an older one, which compiles anew. */
const cache: Partial<Pick<typeof module, 'enableCompileCache' | 'flushCompileCache'>> = module

export const compiledCodeIn = (home: string): string => join(home, 'compiled')

/** For everything that is loaded from now on. A folder that cannot be used costs nothing but the time that it would save. */
export const keepCompiledCode = (folder: string): void => void cache.enableCompileCache?.(folder)

/** Writes what is new; by the end of a run it has the functions that were called, too. */
export const writeCompiledCode = (): void => cache.flushCompileCache?.()
