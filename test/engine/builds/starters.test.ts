// Starters: which project a folder holds, and that nothing that is there is touched.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readInstructions } from '../../../main/engine/builds/dockerfile'
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
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

describe('the kind of project', () => {
  const found: readonly (readonly [string, StarterKind])[] = [
    ['package.json', 'node'],
    ['requirements.txt', 'python'],
    ['pyproject.toml', 'python'],
    ['build.gradle.kts', 'java-gradle'],
    ['pom.xml', 'java-maven'],
    ['go.mod', 'go'],
    ['settings.gradle', 'java-gradle'],
    ['Pipfile', 'python'],
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

  it('is the page, when package.json is there for a tool only; what else it looks like is told', async () => {
    await put({ 'index.html': '', 'package.json': '{"devDependencies":{"prettier":"3"}}' })
    expect(await planBuild(folder, 'Dockerfile')).toMatchObject({ project: 'static', alsoLike: ['node'] })
    await put({ 'package.json': '{"scripts":{"start":"node x.js"}}', 'manage.py': '' })
    expect(await planBuild(folder, 'Dockerfile')).toMatchObject({
      project: 'python',
      alsoLike: ['node', 'static'],
    })
  })

  it('is asked for where projects lie in folders of their own', async () => {
    await put({
      'backend/pom.xml': '',
      'frontend/package.json': '{}',
      'infra/Dockerfile': '',
      'node_modules/x/package.json': '{}',
      '.cache/go.mod': '',
      'notes/a.txt': '',
    })
    const { project, below } = await planBuild(folder, 'Dockerfile')
    expect(project).toBeUndefined()
    expect(below).toEqual([
      { name: 'backend', folder: join(folder, 'backend'), kind: 'java-maven', hasDockerfile: false },
      { name: 'frontend', folder: join(folder, 'frontend'), kind: 'node', hasDockerfile: false },
      { name: 'infra', folder: join(folder, 'infra'), hasDockerfile: true },
    ])
  })

  it('is left open for any other folder, and not asked about when there is a Dockerfile', async () => {
    expect((await planBuild(folder, 'Dockerfile')).project).toBeUndefined()
    await put({ Dockerfile: 'FROM x', 'go.mod': '' })
    expect((await planBuild(folder, 'Dockerfile')).project).toBeUndefined()
  })
})

describe('a starter', () => {
  it.each(['node', 'python', 'java-gradle', 'java-maven', 'go', 'static'] as const)(
    'of %s teaches in either language, with the same steps',
    async (kind) => {
      const [en, ko] = [await starterFor(folder, kind, 'en'), await starterFor(folder, kind, 'ko')]
      expect(ko.dockerfile).toMatch(/^# .*[가-힣]/m)
      expect(en.dockerfile).not.toMatch(/[가-힣]/)
      const steps = (text: string): readonly string[] => readInstructions(text).map((one) => one.text)
      expect(steps(ko.dockerfile)).toEqual(steps(en.dockerfile))
      expect(steps(en.dockerfile).some((step) => step.startsWith('EXPOSE '))).toBe(true)
      expect(steps(en.dockerfile).some((step) => step.startsWith('HEALTHCHECK '))).toBe(true)
    },
  )

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
