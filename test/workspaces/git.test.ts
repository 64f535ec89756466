import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { askGit, bringForward, placeOf } from '../../main/workspaces/git'

let place: string
let team: string
let mine: string

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  })

async function commit(folder: string, text: string): Promise<void> {
  await writeFile(join(folder, 'compose.yaml'), text)
  git(folder, 'add', '.')
  git(folder, 'commit', '--quiet', '--message', text)
}

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'psgit-'))
  team = join(place, 'team')
  mine = join(place, 'mine')
  git(place, 'init', '--quiet', '--initial-branch', 'main', team)
  await commit(team, 'one')
  git(place, 'clone', '--quiet', team, mine)
})
afterEach(() => rm(place, { recursive: true, force: true }))

it('tells how far a folder is behind the team, and brings it forward', async () => {
  expect(await askGit(mine)).toMatchObject({ branch: 'main', behind: 0, asked: true })
  await commit(team, 'two')
  await commit(team, 'three')
  expect(await askGit(mine)).toMatchObject({ behind: 2 })
  await bringForward(mine)
  expect(await readFile(join(mine, 'compose.yaml'), 'utf8')).toBe('three')
  expect(await askGit(mine)).toMatchObject({ behind: 0 })
})

it('says what it knew last where the remote cannot be asked', async () => {
  await commit(team, 'two')
  git(mine, 'fetch', '--quiet')
  git(mine, 'remote', 'set-url', 'origin', join(place, 'gone'))
  expect(await askGit(mine)).toMatchObject({ behind: 1, asked: false })
})

it('merges nothing that a person changed', async () => {
  await commit(team, 'two')
  await commit(mine, 'own')
  await askGit(mine)
  await expect(bringForward(mine)).rejects.toMatchObject({ code: 'workspace.git-diverged' })
  expect(await readFile(join(mine, 'compose.yaml'), 'utf8')).toBe('own')
})

it('runs nothing that the repository names', async () => {
  const touched = join(place, 'touched')
  const evil = `touch ${touched}; false`
  for (const name of [
    'remote.origin.uploadpack',
    'core.fsmonitor',
    'core.askPass',
    'core.alternateRefsCommand',
  ])
    git(mine, 'config', name, evil)
  await askGit(mine)
  await expect(stat(touched)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('runs no program as a remote, whatever the repository allows', async () => {
  const touched = join(place, 'touched')
  git(mine, 'config', 'protocol.ext.allow', 'always')
  git(mine, 'config', 'remote.origin.url', `ext::touch ${touched}`)
  expect(await askGit(mine)).toMatchObject({ asked: false })
  await expect(stat(touched)).rejects.toMatchObject({ code: 'ENOENT' })
  git(mine, 'config', 'remote.origin.vcs', 'evil')
  expect(await askGit(mine)).toBeUndefined()
})

it('runs no program of the repository when it brings files forward', async () => {
  const touched = join(place, 'touched')
  await writeFile(join(team, '.gitattributes'), '* filter=evil')
  await commit(team, 'later')
  git(mine, 'config', 'filter.evil.smudge', `touch ${touched}; cat`)
  git(mine, 'config', 'filter.evil.required', 'true')
  git(mine, 'config', 'credential.helper', `!touch ${touched}`)
  expect(await askGit(mine)).toMatchObject({ behind: 1 })
  await bringForward(mine)
  expect(await readFile(join(mine, 'compose.yaml'), 'utf8')).toBe('later')
  await expect(stat(touched)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('knows nothing of a folder without a remote', async () => {
  expect(await askGit(team)).toBeUndefined()
  expect(await askGit(place)).toBeUndefined()
})

it.each([
  ['https://token@github.com/acme/env.git', 'github.com/acme/env'],
  ['https://me:pw@github.com/acme/env/', 'github.com/acme/env'],
  ['git@github.com:acme/env.git', 'github.com/acme/env'],
  ['ssh://git@github.com/acme/env', 'github.com/acme/env'],
  ['https://evil.example/acme/env.git', 'evil.example/acme/env'],
  ['http://git.local:3000/acme/env', 'git.local:3000/acme/env'],
  ['file:///srv/env.git', '/srv/env'],
  ['/srv/env', '/srv/env'],
  ['C:\\team\\env', 'C:\\team\\env'],
])('has one spelling of where %s is', (url, place) => {
  expect(placeOf(url)).toBe(place)
})
