// The house rules that run: who may import whom, and how large files and functions may become.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { fileLimit, functionLimit, importsOf, largeFunctions, sourceFiles } from './architecture/source'
import { forbidden } from './architecture/rules'

const files = sourceFiles()

/** Every file is parsed once, which takes a busy machine a while. */
vi.setConfig({ testTimeout: 60_000 })

describe('architecture', () => {
  it('sees the source tree', () => {
    expect(files.length).toBeGreaterThan(40)
    expect(files).toContain('main/app.ts')
  })

  it('lets each folder import only what it may', () => {
    const found = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => forbidden(file, target))
        .map((target) => `${file} imports ${target.path} (${target.kind})`),
    )
    expect(found).toEqual([])
  })

  it.each([
    ['main/engine/x.ts', 'main/machine/machine.ts', 'value'],
    ['main/base/x.ts', 'preload/contract.ts', 'value'],
    ['renderer/x.tsx', 'main/app.ts', 'type'],
    ['renderer/x.tsx', 'node:fs', 'value'],
    ['renderer/x.tsx', 'preload/preload.ts', 'value'],
    ['preload/model.ts', 'electron', 'value'],
    ['main/engine/x.ts', 'electron', 'value'],
    ['main/ports/x.ts', 'main/engine/engine.ts', 'value'],
    ['main/headless.ts', 'electron', 'type'],
    ['main/cli/x.ts', 'main/app.ts', 'value'],
  ] as const)('would refuse %s importing %s (%s)', (from, path, kind) => {
    expect(forbidden(from, { path, kind })).toBe(true)
  })

  it(`keeps files at ${fileLimit} lines at most`, () => {
    const large = [...files, ...sourceFiles('css')].filter((file) => lineCount(file) > fileLimit)
    expect(large).toEqual([])
  })

  it(`keeps functions at ${functionLimit} lines at most`, () => {
    expect(files.flatMap(largeFunctions)).toEqual([])
  })

  it('has no way to show markup: names, logs and files of workspaces stay text', () => {
    const ways =
      /dangerouslySetInnerHTML|(inner|outer)HTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser/i
    const found = files.filter(
      (file) => file.startsWith('renderer/') && ways.test(readFileSync(file, 'utf8')),
    )
    expect(found).toEqual([])
  })

  it('asks for archives of containers in one place, where they are held (docs/decisions/0023)', () => {
    const asks = /\.(?:getArchive|putArchive|infoArchive)\(/
    const found = files.filter((file) => file.startsWith('main/') && asks.test(readFileSync(file, 'utf8')))
    expect(found).toEqual(['main/engine/archives.ts'])
  })

  it('gives each unit test that replaces modules a process of its own: a replacement reaches other files', () => {
    const config = readFileSync('vitest.config.ts', 'utf8')
    const own = /const ownProcess = \[([^\]]*)\]/.exec(config)?.[1] ?? ''
    const replaces = /\bvi\.(?:mock|doMock)\(/
    const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(?!integration|conformance|faults|engines|clients|starters|e2e|support).*\.test\.tsx?$/.test(name),
    )
    const shared = tests.filter(
      (name) =>
        replaces.test(readFileSync(join('test', name), 'utf8')) &&
        !own.includes(`'${name.replaceAll('\\', '/').replace(/\.test\.tsx?$/, '')}'`),
    )
    expect(tests.length).toBeGreaterThan(100)
    expect(shared).toEqual([])
  })

  it('opens each file with a sentence that says what it is', () => {
    const silent = files.filter((file) => !/^(#!.*\n)?(\/\/|\/\*)/.test(readFileSync(file, 'utf8')))
    expect(silent).toEqual([])
  })
})

const lineCount = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1
