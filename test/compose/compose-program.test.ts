// Which Docker Compose is taken: the first that can be run and is new enough.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isNewEnough } from '../../main/base/docker-plugins'
import { findCompose } from '../../main/compose/compose-program'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function program(name: string, version: string, exitCode = 0): Promise<string> {
  await mkdir(join(folder, name))
  const file = join(folder, name, 'docker-compose')
  const script = `#!/bin/sh\nif [ "$1" = version ]; then echo "${version}"; exit ${exitCode}; fi\necho "${name} $DOCKER_HOST $*"\n`
  await writeFile(file, script)
  await chmod(file, 0o755)
  return join(folder, name)
}

const find = (folders: readonly string[], path: readonly string[] = []) =>
  findCompose({
    folders,
    endpoint: 'unix:///e',
    env: { PATH: [...path, '/bin', '/usr/bin'].join(':'), DOCKER_CONFIG: folder },
  })

describe('Compose', () => {
  it('is the one that comes with Portside, else the one on PATH, and reaches Portside’s engine', async () => {
    const [own, other] = [await program('own', '2.30.3'), await program('other', 'v2.26.1-4')]
    expect((await (await find([own], [other]))?.(['up']))?.stdout).toBe('own unix:///e up\n')
    expect((await (await find([folder], [other]))?.(['up']))?.stdout).toBe('other unix:///e up\n')
  })

  it('is not one that is too old, or that cannot be run', async () => {
    const [old, broken, good] = [
      await program('old', '1.29.2'),
      await program('broken', '2.30.0', 1),
      await program('good', '2.24.4'),
    ]
    expect((await (await find([old, broken, good]))?.(['up']))?.stdout).toContain('good')
  })

  it.each([
    ['2.24.4', true],
    ['v2.24.3', false],
    ['2.26.1-4', true],
    ['5.0.0', true],
    ['1.99.9', false],
    ['', false],
  ])('of version %j is new enough: %s', (version, expected) =>
    expect(isNewEnough(version, [2, 24, 4])).toBe(expected),
  )
})
