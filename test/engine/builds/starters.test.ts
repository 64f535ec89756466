// Starters: which project a folder holds, what is written for it, and that nothing that is there is touched.
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readInstructions, stagesOf } from '../../../main/engine/builds/dockerfile'
import { convertLineEnds } from '../../../main/engine/builds/line-ends'
import { planBuild } from '../../../main/engine/builds/plan'
import { starterFor, writeStarter } from '../../../main/engine/builds/starters/starters'
import type { StarterKind } from '../../../preload/model'
import { makeTestFolder } from '../../support/test-folder'

let folder: string
beforeEach(async () => {
  folder = await makeTestFolder('starters')
})
afterEach(() => rm(folder, { recursive: true }))

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
}

const commandOf = async (kind: StarterKind): Promise<string | undefined> =>
  readInstructions((await starterFor(folder, kind, 'en')).dockerfile).at(-1)?.text

describe('the kind of project', () => {
  const found: readonly (readonly [string, StarterKind])[] = [
    ['package.json', 'node'],
    ['requirements.txt', 'python'],
    ['pyproject.toml', 'python'],
    ['build.gradle.kts', 'java-gradle'],
    ['pom.xml', 'java-maven'],
    ['go.mod', 'go'],
    ['index.html', 'static'],
  ]
  it.each(found)('with a %s is %s', async (name, kind) => {
    await put({ [name]: '' })
    expect(await planBuild(folder, 'Dockerfile')).toMatchObject({ found: false, project: kind })
  })

  it('is the program, not the page it serves', async () => {
    await put({ 'index.html': '', 'pom.xml': '' })
    expect((await planBuild(folder, 'Dockerfile')).project).toBe('java-maven')
  })

  it('is left open for any other folder, and not asked about when there is a Dockerfile', async () => {
    expect((await planBuild(folder, 'Dockerfile')).project).toBeUndefined()
    await put({ Dockerfile: 'FROM x', 'go.mod': '' })
    expect((await planBuild(folder, 'Dockerfile')).project).toBeUndefined()
  })
})

describe('a starter', () => {
  it('builds in a stage of its own where there is something to build, and starts the program itself', async () => {
    await put({
      'package.json': '{"scripts":{"build":"vite build","start":"node dist/server.js"}}',
      'pnpm-lock.yaml': '',
    })
    const { dockerfile } = await starterFor(folder, 'node', 'en')
    const instructions = readInstructions(dockerfile)
    expect(stagesOf(instructions)).toEqual(['base', 'build'])
    expect(dockerfile).toContain('COPY package.json pnpm-lock.yaml ./')
    expect(instructions.at(-1)?.text).toBe('CMD ["node", "dist/server.js"]')
  })

  it('serves a Python framework to other computers, not only to its own container', async () => {
    await put({ 'requirements.txt': 'FastAPI[standard]>=0.115\n', 'app.py': '' })
    expect(await commandOf('python')).toBe(
      'CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]',
    )
    await put({ 'requirements.txt': 'flask==3.1\n' })
    expect(await commandOf('python')).toContain('"--host", "0.0.0.0"')
    await put({ 'manage.py': '' })
    expect(await commandOf('python')).toContain('0.0.0.0:8000')
  })

  it('reads a package.json that is none like one without scripts', async () => {
    await put({ 'package.json': '{"scripts": 7', 'server.js': '' })
    expect(await commandOf('node')).toBe('CMD ["node", "server.js"]')
  })

  it('teaches in either language, with the same steps', async () => {
    const [en, ko] = [await starterFor(folder, 'go', 'en'), await starterFor(folder, 'go', 'ko')]
    expect(ko.dockerfile).toMatch(/^# .*[가-힣]/m)
    expect(en.dockerfile).not.toMatch(/[가-힣]/)
    const steps = (text: string): readonly string[] => readInstructions(text).map((one) => one.text)
    expect(steps(ko.dockerfile)).toEqual(steps(en.dockerfile))
  })

  it('is written where nothing is, and leaves what is there', async () => {
    await put({ '.dockerignore': 'mine\n' })
    expect(await writeStarter(folder, 'static', 'en')).toEqual(['Dockerfile'])
    expect(await readFile(join(folder, '.dockerignore'), 'utf8')).toBe('mine\n')
    await put({ Dockerfile: 'FROM mine\n' })
    await expect(writeStarter(folder, 'static', 'en')).rejects.toMatchObject({
      code: 'build.dockerfile-exists',
    })
    expect(await readFile(join(folder, 'Dockerfile'), 'utf8')).toBe('FROM mine\n')
  })
})

describe('line ends', () => {
  it('become those of Linux, and nothing else changes', async () => {
    await put({ 'start.sh': '#!/bin/sh\r\necho caf\xe9\rx\r\n' })
    await chmod(join(folder, 'start.sh'), 0o755)
    await convertLineEnds(folder, 'start.sh')
    expect(await readFile(join(folder, 'start.sh'), 'utf8')).toBe('#!/bin/sh\necho caf\xe9\rx\n')
    expect((await stat(join(folder, 'start.sh'))).mode & 0o777).toBe(0o755)
    expect((await planBuild(folder, 'Dockerfile')).hints).toEqual([])
  })

  it('of a file outside of the folder stay, however it is named', async () => {
    const outside = await makeTestFolder('outside')
    await writeFile(join(outside, 'a.sh'), 'a\r\n')
    await symlink(outside, join(folder, 'link'))
    await mkdir(join(folder, 'sub'))
    const names = ['../a.sh', join(outside, 'a.sh'), 'link/a.sh', 'sub', 'none.sh']
    for (const name of names)
      await expect(convertLineEnds(folder, name)).rejects.toMatchObject({ code: 'build.file-not-found' })
    expect(await readFile(join(outside, 'a.sh'), 'utf8')).toBe('a\r\n')
    await rm(outside, { recursive: true })
  })

  it('of a file that is no text stay', async () => {
    await put({ 'a.sh': 'a\r\n\0' })
    await convertLineEnds(folder, 'a.sh')
    expect(await readFile(join(folder, 'a.sh'), 'utf8')).toBe('a\r\n\0')
  })
})
