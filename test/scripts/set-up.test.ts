// Set-up on real folders and real programs: what is rebuilt, whose turn it is, how programs end.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashSources } from '../../scripts/setup/app-bundles.mjs'
import { ensureDebianPackages } from '../../scripts/setup/debian-packages.mjs'
import { installedElectron } from '../../scripts/setup/electron-binary.mjs'
import { isNewEnough } from '../../scripts/setup/node-version.mjs'
import { run } from '../../scripts/setup/program.mjs'
import { readStamp, writeStamp } from '../../scripts/setup/stamp.mjs'
import { together } from '../../scripts/setup/together.mjs'
import { inTurn } from '../../scripts/setup/turn.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-set-up-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

describe('the hash of the sources', () => {
  it('changes with a name or a content, and with nothing else', () => {
    put('main/app.ts', 'a')
    const before = hashSources(folder)
    put('assets/guest/build.mjs', 'the image is built apart')
    put('README.md', 'not a source')
    expect(hashSources(folder)).toBe(before)
    put('main/app.ts', 'b')
    const after = hashSources(folder)
    expect(after).not.toBe(before)
    put('main/other.ts', '')
    expect(hashSources(folder)).not.toBe(after)
  })
})

describe('a turn', () => {
  it('is taken one after the other', async () => {
    const lock = join(folder, 'turn')
    const order: string[] = []
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const first = inTurn(lock, async () => {
      order.push('first begins')
      await held
      order.push('first ends')
    })
    const second = inTurn(lock, async () => void order.push('second'), { onWait: () => release() })
    await Promise.all([first, second])
    expect(order).toEqual(['first begins', 'first ends', 'second'])
    expect(existsSync(lock)).toBe(false)
  })

  it('passes over a process that has ended', async () => {
    const { code, tail } = await run(process.execPath, ['-p', 'process.pid'])
    expect(code).toBe(0)
    writeFileSync(join(folder, 'turn'), tail.trim())
    expect(await inTurn(join(folder, 'turn'), async () => 'done')).toBe('done')
  })

  it('names the process that it waited for in vain', async () => {
    writeFileSync(join(folder, 'turn'), String(process.pid))
    const wait = inTurn(join(folder, 'turn'), async () => 'never', { deadlineMs: 0 })
    await expect(wait).rejects.toThrow(`Another set-up (process ${process.pid})`)
  })

  it('is given back after a failure', async () => {
    await expect(inTurn(join(folder, 'turn'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(join(folder, 'turn'))).toBe(false)
  })
})

describe('things at the same time', () => {
  it('have all ended when the failure of one is told', async () => {
    let ended = false
    const slow = async (signal: AbortSignal): Promise<void> => {
      const sleep = await run('sleep', ['600'], { signal })
      ended = sleep.code === 143
    }
    const fail = (): Promise<never> => Promise.reject(new Error('no room'))
    await expect(together([slow, fail])).rejects.toThrow('no room')
    expect(ended).toBe(true)
  })
})

describe('a program', () => {
  it('gives its lines, its log and its code', async () => {
    const lines: string[] = []
    const log = join(folder, 'log', 'program.log')
    const script = 'process.stdout.write("one\\ntwo"); process.exitCode = 3'
    const ended = await run(process.execPath, ['-e', script], { log, onLine: (line) => lines.push(line) })
    expect(ended.code).toBe(3)
    expect(lines).toEqual(['one', 'two'])
    expect(readFileSync(log, 'utf8')).toBe('one\ntwo')
  })

  it('that does not exist ends with 127 and the reason', async () => {
    const ended = await run(join(folder, 'nothing'), [])
    expect(ended.code).toBe(127)
    expect(ended.tail).toContain('ENOENT')
  })

  it('is ended with what it started', async () => {
    const stop = new AbortController()
    let grandchild = 0
    const ended = await run('sh', ['-c', 'sleep 600 & echo $!; wait'], {
      signal: stop.signal,
      onLine(line) {
        grandchild = Number(line)
        stop.abort()
      },
    })
    expect(ended.code).toBe(143)
    await expect.poll(() => isAlive(grandchild)).toBe(false)
  })

  it('is ended at its deadline', async () => {
    const ended = await run('sleep', ['600'], { deadlineMs: 50 })
    expect(ended).toMatchObject({ late: true, code: 143 })
  })
})

/** A process that has ended but whose parent has not asked for its code is a zombie: not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('Debian packages', () => {
  it('that are missing are named with the one command, for a user who cannot install', async () => {
    const wanted = { packages: ['no-such-package'], log: join(folder, 'apt.log'), isRoot: false }
    const error: unknown = await ensureDebianPackages({ ...wanted, step: neverStep }).catch((e: unknown) => e)
    expect(error).toMatchObject({
      message: 'These Debian packages are missing: no-such-package',
      remedy:
        'Run this, then start again:\n  sudo apt-get install -y --no-install-recommends no-such-package',
    })
  })

  it('that are there need no installation', async () => {
    const wanted = { packages: ['dpkg', 'libc6'], log: join(folder, 'apt.log') }
    expect(await ensureDebianPackages({ ...wanted, step: neverStep })).toBe(false)
  })
})

const neverStep = (): never => {
  throw new Error('nothing is to be installed')
}

describe('Electron', () => {
  it('is found where its package unpacks it, or where the environment says', () => {
    expect(installedElectron(folder, {})).toBeUndefined()
    put('node_modules/electron/path.txt', 'electron')
    put('node_modules/electron/dist/electron', '')
    expect(installedElectron(folder, {})).toBe(join(folder, 'node_modules/electron/dist/electron'))
    put('elsewhere/electron', '')
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'elsewhere') }
    expect(installedElectron(folder, env)).toBe(join(folder, 'elsewhere/electron'))
  })
})

describe('a stamp', () => {
  it('is read as it was written, and as nothing when it is damaged', () => {
    const path = join(folder, 'a', 'stamp.json')
    expect(readStamp(path)).toEqual({})
    writeStamp(path, { hash: 'x' })
    expect(readStamp(path)).toEqual({ hash: 'x' })
    writeFileSync(path, '{"hash"')
    expect(readStamp(path)).toEqual({})
  })
})

it('compares versions of Node.js by number', () => {
  expect(isNewEnough('20.19.0')).toBe(true)
  expect(isNewEnough('20.9.0')).toBe(false)
  expect(isNewEnough('22.0.0')).toBe(true)
  expect(isNewEnough('18.20.8')).toBe(false)
})
