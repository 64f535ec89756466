// Changes of folders on this computer, and how they get to those who watch them inside the machine.
import { chmod, mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { wakeWatchers } from '../../main/machine/folder-events/wake-watchers'
import { wakeCommands } from '../../main/machine/folder-events/waker'
import { watchFolder } from '../../main/machine/folder-events/watch-folder'
import { drivePathHere } from '../../main/machine/wsl2/drive-paths'
import type { Container, MachineState } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'

let home: string
const ends: (() => void)[] = []
beforeEach(async () => {
  home = await makeTestFolder('h')
})
afterEach(async () => {
  for (const end of ends.splice(0)) end()
  await rm(home, { recursive: true, force: true })
})

const soon = <T>(what: string, ask: () => T | undefined): Promise<T> =>
  until(ask, { deadlineMs: 20_000, everyMs: 5, waitingFor: what })

describe('a folder that is watched', () => {
  const watched = async (options: { mostFolders?: number } = {}) => {
    const seen = new Set<string>()
    const problems: string[] = []
    const watch = await watchFolder({
      path: home,
      onChange: (path) => seen.add(path),
      onProblem: (why) => problems.push(why),
      ...options,
    })
    ends.push(watch.close)
    return {
      problems,
      sees: (path: string) => soon(path, () => seen.has(join(home, path)) || undefined),
      seen,
    }
  }

  it('tells of files in every folder, also in those that come later or are moved in', async () => {
    await mkdir(join(home, 'a/b'), { recursive: true })
    const { sees, problems } = await watched()
    await writeFile(join(home, 'a/b/one'), '1')
    await sees('a/b/one')
    await mkdir(join(home, 'new/deep'), { recursive: true })
    await writeFile(join(home, 'new/deep/two'), '2')
    await sees('new/deep/two')
    await rename(join(home, 'new'), join(home, 'moved'))
    await sees('moved/deep/two')
    await writeFile(join(home, 'moved/deep/three'), '3')
    await sees('moved/deep/three')
    await rm(join(home, 'moved/deep/three'))
    await sees('moved/deep')
    expect(problems).toEqual([])
  })

  it('keeps silent about what nobody watches', async () => {
    for (const folder of ['node_modules', '.git', 'src']) await mkdir(join(home, folder))
    const { sees, seen } = await watched()
    for (const folder of ['node_modules', '.git', 'src']) await writeFile(join(home, folder, 'file'), '')
    await sees('src/file')
    expect([...seen]).toEqual([join(home, 'src/file')])
  })

  it('says when it is larger than can be watched, and when it is not there', async () => {
    for (const folder of ['a', 'b', 'c']) await mkdir(join(home, folder))
    const { problems } = await watched({ mostFolders: 2 })
    expect(problems).toEqual([expect.stringContaining('more than 2 folders')])
    await rm(home, { recursive: true })
    expect((await watched()).problems).toEqual([expect.stringContaining('ENOENT')])
  })

  it('may be a single file, which an editor writes anew', async () => {
    const file = join(home, 'settings.json')
    await writeFile(file, '1')
    const seen: string[] = []
    const watch = await watchFolder({ path: file, onChange: (path) => seen.push(path), onProblem: () => {} })
    ends.push(watch.close)
    await writeFile(join(home, 'other'), '')
    await writeFile(join(home, 'next'), '2')
    await rename(join(home, 'next'), file)
    await soon('the file', () => seen[0])
    expect(new Set(seen)).toEqual(new Set([file]))
  })
})

describe('those who watch it inside', () => {
  /** The machine is this computer, so what is done inside is seen here as it would be from a real one. */
  const machine = () => {
    const commands: string[] = []
    const state = createStore<{ state: MachineState }>(() => ({ state: 'running' }))
    const running: Pick<Container, 'state' | 'boundPaths'> = { state: 'running', boundPaths: ['/inside'] }
    const containers = createStore<ReadonlyMap<string, typeof running>>(() => new Map([['one', running]]))
    const end = wakeWatchers({
      machine: state,
      containers,
      log: silentLog,
      driver: {
        pathHere: (inside) => (inside === '/inside' ? home : undefined),
        guest: {
          engineSettings: (chosen) => chosen,
          exec: async (command) => {
            commands.push(command)
            const { exitCode } = await run('sh', ['-c', command.replaceAll('/inside', home)])
            return { exitCode, output: '' }
          },
        },
      },
    })
    ends.push(end)
    const told = (name: string) => soon(name, () => commands.find((one) => one.includes(`'/inside/${name}'`)))
    return { commands, told, state, containers, running }
  }
  const written = async (name: string, text = name): Promise<void> => writeFile(join(home, name), text)
  /** Until the folder is watched, nothing is told: so it is changed until it is. */
  const ready = async ({ told }: ReturnType<typeof machine>): Promise<void> => {
    let n = 0
    const change = setInterval(() => void written('ready', String((n += 1))), 100)
    await told('ready').finally(() => clearInterval(change))
  }

  it('are woken by each change, and not by being woken', async () => {
    await written('it’s', 'before')
    await chmod(join(home, 'it’s'), 0o640)
    const one = machine()
    await ready(one)
    await written('it’s', 'after')
    await one.told('it’s')
    await written("quote'd")
    await soon('the quoted', () => one.commands.find((command) => command.includes(String.raw`quote'\''d`)))
    expect((await stat(join(home, 'it’s'))).mode & 0o777).toBe(0o640)
    // What goes is told by its folder.
    await rm(join(home, "quote'd"))
    await soon('the folder', () => one.commands.find((command) => command.includes(` '/inside'`)))
    await written('last')
    await one.told('last')
    const count = (name: string) => one.commands.filter((command) => command.includes(name)).length
    expect(count('it’s')).toBe(1)
    expect(count('last')).toBe(1)
  })

  it('are not sought through links, which lead elsewhere', async () => {
    await written('target')
    const one = machine()
    await ready(one)
    await symlink('target', join(home, 'link'))
    await written('after')
    await one.told('after')
    expect(one.commands.join()).not.toContain('link')
  })

  it('are left alone while the machine does not run, and when the container ends', async () => {
    const one = machine()
    await ready(one)
    one.state.setState({ state: 'paused' })
    await written('while paused')
    one.state.setState({ state: 'running' })
    await ready({
      ...one,
      told: (name) => soon(name, () => one.commands.slice(1).find((c) => c.includes(name))),
    })
    expect(one.commands.join()).not.toContain('while paused')
    one.containers.setState(new Map([['one', { ...one.running, state: 'exited' }]]), true)
    const before = one.commands.length
    await written('after its end')
    one.containers.setState(new Map([['one', one.running]]), true)
    await ready({
      ...one,
      told: (name) => soon(name, () => one.commands.slice(before).find((c) => c.includes(name))),
    })
    expect(one.commands.join()).not.toContain('after its end')
  })
})

describe('the command', () => {
  it('names every path once, in lines of a bounded length', () => {
    const paths = Array.from({ length: 100 }, (_, n) => `/home/kim/${n}`)
    const commands = wakeCommands(paths, 200)
    expect(commands.length).toBeGreaterThan(5)
    for (const path of paths) expect(commands.filter((one) => one.includes(`'${path}'`))).toHaveLength(1)
    for (const command of commands) expect(command.length).toBeLessThan(350)
    expect(wakeCommands([])).toEqual([])
  })
})

describe('a drive of Windows', () => {
  it.each([
    ['/mnt/c/Users/kim', String.raw`C:\Users\kim`],
    ['/mnt/d', 'D:\\'],
    ['/mnt/wsl/portside', undefined],
    ['/var/lib/docker', undefined],
  ])('%s is %s there', (inside, here) => {
    expect(drivePathHere(inside)).toBe(here)
  })
})
