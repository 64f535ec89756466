// The tar reader against archives of the real tar program, and the writer against the reader.
import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTar, writeTar } from '../../../assets/guest/tar.mjs'

const longName = `${'deep/'.repeat(30)}file-with-a-name-that-no-plain-header-holds.txt`
let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'portside-tar-'))
  mkdirSync(join(dir, longName, '..'), { recursive: true })
  writeFileSync(join(dir, longName), 'far down')
  writeFileSync(join(dir, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 })
  symlinkSync('run.sh', join(dir, 'alias'))
  linkSync(join(dir, 'run.sh'), join(dir, 'twin'))
})
afterAll(() => rmSync(dir, { recursive: true }))

describe('readTar', () => {
  it.each(['gnu', 'pax', 'ustar'])('reads files, links and long names of the %s format', (format) => {
    const names = ['./run.sh', './alias', './twin', `./${longName}`]
    const archive = execFileSync('tar', ['-c', `--format=${format}`, '-C', dir, ...names])
    const entries = new Map([...readTar(archive)].map((entry) => [entry.path, entry]))
    expect(entries.get('run.sh')).toMatchObject({ type: 'file', mode: 0o755 })
    expect(entries.get('alias')).toMatchObject({ type: 'symlink', target: 'run.sh' })
    expect(entries.get('twin')).toMatchObject({ type: 'link', target: 'run.sh' })
    expect(entries.get(longName)?.data.toString()).toBe('far down')
  })
})

describe('writeTar', () => {
  const files = [
    { path: 'env', data: "IP='192.168.127.2/24'\n" },
    { path: 'tls/server-key.pem', data: Buffer.alloc(600, 7), mode: 0o600 },
  ]

  it('writes what the reader reads', () => {
    const entries = [...readTar(writeTar(files, 1_700_000_000))]
    expect(entries.map(({ path, mode }) => [path, mode])).toEqual([
      ['env', 0o644],
      ['tls/server-key.pem', 0o600],
    ])
    expect(entries[1]?.data).toEqual(Buffer.alloc(600, 7))
  })

  it('writes what the tar program lists', () => {
    const listed = execFileSync('tar', ['-tvf', '-'], { input: writeTar(files, 0), encoding: 'utf8' })
    expect(listed).toMatch(/-rw-r--r-- 0\/0 +22 .* env\n-rw------- 0\/0 +600 .* tls\/server-key\.pem\n/)
  })

  it('refuses a path that does not fit', () => {
    expect(() => writeTar([{ path: 'x'.repeat(101), data: '' }], 0)).toThrow(/too long/)
  })
})
