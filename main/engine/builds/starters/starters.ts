// A Dockerfile to begin with for a folder that has none, with comments that say what each step is for, and the
// `.dockerignore` that goes with it. Written only where nothing is yet.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../../preload/errors'
import type { Language, Starter, StarterKind } from '../../../../preload/model'
import { madeAgain } from '../ignore-file'
import { goStarter } from './go'
import { gradleStarter } from './gradle'
import { doubtsIn, say, writeLines, type StarterLine } from './lines'
import { mavenStarter } from './maven'
import { nodeStarter } from './node'
import { staticStarter } from './pages'
import { lookAtProject, type Project } from './project'
import { pythonStarter } from './python'

const dockerfiles: Readonly<Record<StarterKind, (project: Project) => Promise<readonly StarterLine[]>>> = {
  node: nodeStarter,
  python: pythonStarter,
  'java-gradle': gradleStarter,
  'java-maven': mavenStarter,
  go: goStarter,
  static: staticStarter,
}

/** @param isPages what a build makes of the project is pages, and nothing else is in the image */
const ignoreFile = (kind: StarterKind, isPages: boolean): readonly StarterLine[] => [
  say(
    'Not sent to the engine, and so never in the image: history, secrets, and what is made again anyway.',
    '엔진으로 보내지 않으므로 이미지에 들어가지 않아요. 기록, 비밀 값, 다시 만들 수 있는 것들이에요.',
  ),
  '.git',
  '.env*',
  // Pages are built with what it says, which everybody sees anyway; a server may keep its passwords there.
  ...(isPages ? ['!.env.production'] : []),
  'Dockerfile*',
  '.dockerignore',
  ...['compose*.yaml', 'compose*.yml', 'docker-compose*.yml', '.idea', '.vscode', '**/.DS_Store'],
  ...madeAgain[kind],
]

/** Reads the folder and writes nothing. */
export async function starterFor(folder: string, kind: StarterKind, language: Language): Promise<Starter> {
  const lines = await dockerfiles[kind](await lookAtProject(folder))
  const isPages = kind === 'node' && lines.includes('FROM nginx:stable')
  return {
    kind,
    dockerfile: writeLines(lines, language),
    ignoreFile: writeLines(ignoreFile(kind, isPages), language),
    doubts: doubtsIn(lines, language),
  }
}

/**
 * A `.dockerignore` that is there stays as it is.
 * @returns names of the files that were written
 * @throws build.dockerfile-exists build.folder-not-writable
 */
export async function writeStarter(
  folder: string,
  kind: StarterKind,
  language: Language,
): Promise<readonly string[]> {
  const { dockerfile, ignoreFile: ignored } = await starterFor(folder, kind, language)
  if (!(await writeNew(folder, 'Dockerfile', dockerfile)))
    throw new AppError('build.dockerfile-exists', { params: { folder } })
  return (await writeNew(folder, '.dockerignore', ignored)) ? ['Dockerfile', '.dockerignore'] : ['Dockerfile']
}

/** False when there is one already. */
async function writeNew(folder: string, name: string, content: string): Promise<boolean> {
  try {
    await writeFile(join(folder, name), content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new AppError('build.folder-not-writable', {
      params: { folder },
      detail: error instanceof Error ? error.message : String(error),
      cause: error,
    })
  }
}
