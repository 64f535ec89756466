// A command ends in silence where nobody reads on, and says that the disk is full.
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { endWithoutReader } from '../../../main/cli/lost-output'

const endOf = (code: string): { readonly exit: number[]; readonly told: unknown[] } => {
  const [exit, told]: [number[], unknown[]] = [[], []]
  const output = new PassThrough()
  endWithoutReader(
    output,
    (error) => {
      told.push(error)
      return 1
    },
    (one) => exit.push(one),
  )
  output.emit('error', Object.assign(new Error(code), { code, syscall: 'write' }))
  return { exit, told }
}

it.each(['EPIPE', 'EOF'])('as programs do that a closed pipe ends, by %s', (code) => {
  expect(endOf(code)).toEqual({ exit: [141], told: [] })
})

it.each([
  ['ENOSPC', 'files.no-space'],
  ['EIO', 'files.refused'],
])('tells of %s', (code, told) => {
  expect(endOf(code)).toMatchObject({ exit: [1], told: [{ code: told, params: { file: 'stdout' } }] })
})
