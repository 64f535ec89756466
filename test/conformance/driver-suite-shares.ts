// Folders of this computer in containers: both ways, as they are, no further than allowed, and told when missing.
import {
  appendFile,
  chmod,
  mkdir,
  readFile,
  readdir,
  readlink,
  rename,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type Docker from 'dockerode'
import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { wakeWatchers } from '../../main/machine/folder-events/wake-watchers'
import type { AppError } from '../../preload/errors'
import type { MachineState } from '../../preload/model'
import { pull } from '../support/pull'
import { execInContainer, freshContext, runInContainer, type Ran } from './driver-probes'
import { testImage, type DriverSession, type SharedTestFolders } from './driver-session'

const none = 'no folder is shared'
const unsaved = 'it is not saved, or shares nothing'

/** The folders and one container that uses them, for all tests of a machine. */
export interface Folders {
  shared(): SharedTestFolders | undefined
  inContainer(command: string): Promise<Ran>
  endUser(): Promise<void>
}

export function foldersOf(session: () => DriverSession): Folders {
  const shared = (): SharedTestFolders | undefined =>
    session().driver.features.has('shared-folders') ? session().fixture.shared : undefined
  // One that stays: an emulated processor takes several seconds to start another.
  let user: string | undefined
  const inContainer = async (command: string): Promise<Ran> => {
    const docker = await session().engine()
    user ??= await startUser(docker, shared())
    return execInContainer(docker.getContainer(user), command)
  }
  const endUser = async (): Promise<void> => {
    if (user !== undefined) await (await session().engine()).getContainer(user).remove({ force: true })
    user = undefined
  }
  return { shared, inContainer, endUser }
}

export function describeShares(
  session: () => DriverSession,
  { shared, inContainer, endUser }: Folders,
): void {
  describe('shared folders', () => {
    it('that are missing are told, and keep nothing from starting', async ({ skip }) => {
      const folders = shared()
      if (!folders) return skip(none)
      expect(session().notices).toMatchObject([
        { code: 'machine.share-missing', params: { folder: folders.missing } },
      ])
    })

    it('are at the same path, and carry files both ways', async ({ skip }) => {
      const folders = shared()
      if (!folders) return skip(none)
      const project = join(folders.writable, 'my project')
      await mkdir(project)
      await writeFile(join(project, 'from-here'), 'hello')
      expect(await inContainer('cd "/data/my project"; cat from-here; echo -n back >from-inside')).toEqual({
        exitCode: 0,
        output: 'hello',
      })
      expect(await readFile(join(project, 'from-inside'), 'utf8')).toBe('back')
      // What was read inside before is seen anew after a change here, once the second is over for which Linux keeps
      // what it knows of a file.
      await writeFile(join(project, 'from-here'), 'changed')
      const look = async (): Promise<true | undefined> =>
        (await inContainer('cat "/data/my project/from-here"')).output === 'changed' || undefined
      await until(look, { deadlineMs: 60_000, everyMs: 200, waitingFor: 'the change to be seen inside' })
    })

    it('that are for reading only are not written', async ({ skip }) => {
      const folders = shared()
      if (!folders) return skip(none)
      await writeFile(join(folders.readOnly, 'kept'), 'as it was')
      const { exitCode, output } = await inContainer('cat /kept/kept; echo no > /kept/kept')
      expect(output).toContain('as it was')
      expect(output).toMatch(/read-only file system/i)
      expect(exitCode).not.toBe(0)
      expect(await readFile(join(folders.readOnly, 'kept'), 'utf8')).toBe('as it was')
      // Nothing can be touched there, so nothing that watches inside is woken.
      const { pathHere } = session().driver
      expect(pathHere?.(join(folders.readOnly, 'kept'))).toBeUndefined()
      expect(pathHere?.(join(folders.writable, 'kept'))).toBe(join(folders.writable, 'kept'))
    })

    it('that are not shared are told as missing by the engine, and not made inside', async ({ skip }) => {
      const folders = shared()
      if (!folders) return skip(none)
      expect(await startError(await session().engine(), folders.added)).toMatch(refusal)
      expect(await startError(await session().engine(), join(folders.missing, 'below'))).toMatch(refusal)
    })

    it('keep the machine from being saved while a container uses one, which is told', async ({ skip }) => {
      const { saveable } = session().driver
      const folders = shared()
      if (!folders || !saveable) return skip(unsaved)
      expect((await inContainer('ls /data')).exitCode).toBe(0)
      await expect(saveable.save()).rejects.toMatchObject({ code: 'machine.save-shares' })
      await writeFile(join(folders.writable, 'still'), 'there')
      expect((await inContainer('cat /data/still')).output).toBe('there')
    })

    it('leave the machine when it is saved, and come back with it', async ({ skip }) => {
      const { driver, fixture } = session()
      const folders = shared()
      if (!folders || !driver.saveable) return skip(unsaved)
      await endUser()
      session().disconnect()
      const uptime = async () => Number((await driver.guest?.exec('cat /proc/uptime'))?.output.split(' ')[0])
      const before = await uptime()
      await driver.saveable.save()
      expect(await fixture.processes()).toEqual([])
      const notices: AppError[] = []
      await driver.start(freshContext(undefined, notices))
      expect(notices).toMatchObject([{ code: 'machine.share-missing' }])
      expect(await uptime()).toBeGreaterThan(before)
      await writeFile(join(folders.writable, 'since'), 'new')
      const { output } = await inContainer('cat /data/since; echo back >/data/answer')
      expect(output).toBe('new')
      expect(await readFile(join(folders.writable, 'answer'), 'utf8')).toBe('back\n')
      expect((await inContainer('echo no > /kept/kept')).exitCode).not.toBe(0)
      await endUser()
    })
  })
}

/** What a file system decides, which is the same wherever the same program serves the folders. */
export function describeSharedFiles(session: () => DriverSession, { shared, inContainer }: Folders): void {
  describe('shared files', () => {
    it('show inside what becomes of a file here: longer, another of its name, gone, and open inside meanwhile', async ({
      skip,
    }) => {
      const folders = shared()
      if (!folders) return skip(none)
      const file = join(folders.writable, 'log')
      await writeFile(file, 'one\n')
      await writeFile(join(folders.writable, 'other'), 'one\n')
      const script = [
        'exec 3</data/log; cat <&3; touch /data/begun',
        // As `tail -f` does it: through virtiofs, what is open is only as long as it was when it was last looked at,
        // which Linux keeps for a second.
        'more() { stat /data/log >/dev/null; cat <&3; }',
        'n=0; while [ $n -lt 60 ] && ! [ -e /data/end ]; do more; sleep 1; n=$((n + 1)); done',
        'sleep 2; more; cat /data/other; rm /data/log',
      ]
      const reader = inContainer(script.join('; '))
      await until(() => stat(join(folders.writable, 'begun')), {
        deadlineMs: 60_000,
        everyMs: 200,
        waitingFor: 'the reader inside',
      })
      expect((await inContainer('cat /data/other')).output).toBe('one\n')
      await appendFile(file, 'two\n')
      await writeFile(join(folders.writable, 'other.new'), 'another and longer\n')
      await rename(join(folders.writable, 'other.new'), join(folders.writable, 'other'))
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      await appendFile(file, 'three\n')
      await writeFile(join(folders.writable, 'end'), '')
      expect((await reader).output).toBe('one\ntwo\nthree\nanother and longer\n')
      expect(await readdir(folders.writable)).not.toContain('log')
    })

    it('wake what watches them inside when they change here', async ({ skip }) => {
      const folders = shared()
      if (!folders) return skip(none)
      const { driver } = session()
      const watched = join(folders.writable, 'watched')
      const file = join(watched, 'src/app.js')
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, 'before')
      const docker = await session().engine()
      await pull(docker, 'portside/watcher:latest')
      const container = await docker.createContainer({
        Image: 'portside/watcher:latest',
        // Not what is mounted itself, which Linux holds on to anyway.
        Cmd: ['--event', 'attrib', '/data/src'],
        HostConfig: { Binds: [`${watched}:/data`] },
      })
      await container.start()
      const running = { state: 'running' as const, boundPaths: [watched] }
      const end = wakeWatchers({
        driver,
        machine: createStore<{ state: MachineState }>(() => ({ state: 'running' })),
        containers: createStore<ReadonlyMap<string, typeof running>>(() => new Map([['one', running]])),
        log: silentLog,
      })
      try {
        // Both watchers need a moment before they see anything; each text is another change.
        let n = 0
        const woken = async (): Promise<true | undefined> => {
          await writeFile(file, `after ${(n += 1)}`)
          const printed = (await container.logs({ stdout: true, stderr: true })).toString()
          return printed.includes('/data/src/ ATTRIB app.js') || undefined
        }
        await until(woken, { deadlineMs: 120_000, everyMs: 500, waitingFor: 'the watcher inside' })
        expect(await readFile(file, 'utf8')).toBe(`after ${n}`)
      } finally {
        end()
        await container.remove({ force: true })
      }
    })

    it('keep permissions, symbolic links, and case', async ({ skip }) => {
      const folders = shared()
      if (!folders) return skip(none)
      const script = join(folders.writable, 'script')
      await writeFile(script, '#!/bin/sh\necho ran\n')
      await chmod(script, 0o755)
      await symlink('script', join(folders.writable, 'link'))
      await writeFile(join(folders.writable, 'SCRIPT'), 'another file')
      const commands = [
        '/data/link',
        'cat /data/SCRIPT; echo',
        'ln -s link /data/from-inside; touch /data/private; chmod 600 /data/private',
        'stat -c %a /data/script',
      ]
      expect((await inContainer(commands.join('; '))).output).toBe('ran\nanother file\n755\n')
      expect(await readlink(join(folders.writable, 'from-inside'))).toBe('link')
      expect((await stat(join(folders.writable, 'private'))).mode & 0o777).toBe(0o600)
    })
  })
}

/** Edits the list; the next start, by whatever test it comes, is to follow it. */
export function describeShareList(
  session: () => DriverSession,
  { shared, inContainer, endUser }: Folders,
): void {
  it('a list of shared folders that is edited while the machine runs leaves all as it was', async ({
    skip,
  }) => {
    const { fixture } = session()
    const folders = shared()
    if (!folders || !fixture.share) return skip(none)
    await writeFile(join(folders.added, 'from-here'), 'added')
    await writeFile(join(folders.writable, 'from-here'), 'kept')
    fixture.share([
      { path: folders.added, writable: true },
      { path: folders.writable, writable: false },
    ])
    const before = await inContainer('cat /data/from-here; echo -n still >/data/from-inside')
    expect(before).toEqual({ exitCode: 0, output: 'kept' })
    expect(await startError(await session().engine(), folders.added)).toMatch(refusal)
    await endUser()
  })
}

/** After {@link describeShareList} and a start. */
export function describeEditedShareList(session: () => DriverSession, { shared }: Folders): void {
  it('a list of shared folders that was edited is followed: added, taken off, other rights', async ({
    skip,
  }) => {
    const folders = shared()
    if (!folders || !session().fixture.share) return skip(none)
    const docker = await session().engine()
    const binds = [`${folders.added}:/added`, `${folders.writable}:/data`]
    const look = 'cat /added/from-here /data/from-inside; echo back >/added/from-inside; echo no >/data/no'
    const { exitCode, output } = await runInContainer(docker, testImage, look, { binds })
    expect(output).toMatch(/^addedstill/)
    expect(output).toMatch(/read-only file system/i)
    expect(exitCode).not.toBe(0)
    expect(await readFile(join(folders.added, 'from-inside'), 'utf8')).toBe('back\n')
    expect(await readdir(folders.writable)).not.toContain('no')
    expect(await startError(docker, folders.readOnly)).toMatch(refusal)
    expect(await readFile(join(folders.readOnly, 'kept'), 'utf8')).toBe('as it was')
  })
}

/** A container that asks for what is not shared does not start, rather than finding an empty folder in its place. */
const refusal = /error while creating mount source path .*read-only file system/

/** The engine's words about a container that asks for the folder. */
const startError = (docker: Docker, folder: string): Promise<string> =>
  runInContainer(docker, testImage, 'true', { binds: [`${folder}:/data`] }).then(
    ({ output }) => `started: ${output}`,
    (error: Error) => error.message,
  )

async function startUser(docker: Docker, folders: SharedTestFolders | undefined): Promise<string> {
  const container = await docker.createContainer({
    Image: testImage,
    Cmd: ['sleep', '100000'],
    HostConfig: { Binds: [`${folders?.writable}:/data`, `${folders?.readOnly}:/kept`] },
  })
  await container.start()
  return container.id
}
