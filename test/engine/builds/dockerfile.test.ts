// What is read of a Dockerfile and of BuildKit's reports.
import protobuf from 'protobufjs/light.js'
import { describe, expect, it } from 'vitest'
import { buildError, failedLine } from '../../../main/engine/builds/build-error'
import { BuildProgress } from '../../../main/engine/builds/build-steps'
import { argsOf, lineOfStep, readInstructions, stagesOf } from '../../../main/engine/builds/dockerfile'
import { decodeTrace } from '../../../main/engine/builds/trace'
import { Refused } from '../../../main/engine/progress-stream'
import type { AppError } from '../../../preload/errors'

const instructions = readInstructions(
  [
    '# syntax=docker/dockerfile:1',
    'ARG NODE=22',
    'from node:${NODE}   as build',
    'RUN npm ci \\',
    '  # a comment between',
    '  && npm test',
    'RUN make',
    'FROM busybox',
    'RUN make',
    'ARG GREETING="hello there"',
    'ARG NODE=23',
  ].join('\r\n'),
)

describe('a Dockerfile', () => {
  it('is read as instructions with their lines, over line ends of both kinds', () => {
    expect(instructions.map(({ line, keyword }) => `${line} ${keyword}`)).toEqual([
      '2 ARG',
      '3 FROM',
      '4 RUN',
      '7 RUN',
      '8 FROM',
      '9 RUN',
      '10 ARG',
      '11 ARG',
    ])
    expect(instructions[2]?.text).toBe('RUN npm ci && npm test')
    expect(stagesOf(instructions)).toEqual(['build'])
    expect(argsOf(instructions)).toEqual([
      { name: 'NODE', value: '22' },
      { name: 'GREETING', value: 'hello there' },
    ])
  })

  it.each([
    ['[build 2/4] RUN npm ci   && npm test', 4],
    ['[build 3/4] RUN make', 7],
    ['[stage-1 2/2] RUN make', 9],
    ['[2/2] RUN make', undefined],
    ['[internal] load build context', undefined],
  ])('finds the line of %s', (step, line) => {
    expect(lineOfStep(instructions, step)?.line).toBe(line)
  })
})

describe('a Dockerfile with variables and texts in it', () => {
  const lines = readInstructions(
    [
      'FROM busybox',
      'COPY ${NAME}.txt /$TO/',
      'RUN <<EOF',
      'FROM inside',
      'EOF',
      'RUN <<"one" cat <<-two',
      'RUN a',
      'one',
      'RUN b',
      '  two',
      'RUN echo `date`',
      'RUN exit $CODE',
    ].join('\n'),
  )
  it('has the lines of its instructions, and no more', () => {
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 6, 11, 12])
  })

  it.each([
    ['[2/6] COPY none.txt /app/', 2],
    ['[3/6] RUN <<EOF (FROM inside...)', 3],
    ['[6/6] RUN exit 7', 12],
    ['[6/6] RUN exit', undefined],
    ['[2/6] COPY none.csv /app/', undefined],
  ])('finds the line of %s', (step, line) => {
    expect(lineOfStep(lines, step)?.line).toBe(line)
  })

  it('goes on by the sign that it names', () => {
    const windows = readInstructions('# syntax=x\r\n# escape=`\r\nFROM a\r\nRUN dir `\r\n  c:\\\r\nRUN x')
    expect(windows.map(({ line, text }) => `${line} ${text}`)).toEqual([
      '3 FROM a',
      '4 RUN dir c:\\',
      '6 RUN x',
    ])
  })
})

describe('why a build failed', () => {
  const failure = (dockerfile: string, words: string, step?: string) => {
    const failed = {
      request: { folder: '/x', dockerfile: 'Dockerfile', args: [] },
      dockerfile,
      instructions: readInstructions(dockerfile),
      step: step === undefined ? undefined : ({ id: 's', name: step, state: 'failed' } as const),
    }
    const error = new Refused(words)
    const told = buildError(error, failed) as AppError
    return [told.code, failedLine(failed, error)?.number]
  }
  it('is told with its line, in the words of old and new engines', () => {
    const wrong = 'failed to parse stage name "My:Image:": invalid reference format'
    expect(failure('FROM a\nFROM My:Image:', wrong)).toEqual(['image.bad-reference', 2])
    const pulled = '[1/2] FROM docker.io/library/node@sha256:' + 'a'.repeat(64)
    expect(failure('# x\nFROM node:22', 'no such host: lookup registry-1.docker.io', pulled)[1]).toBe(2)
    const located = 'Dockerfile:3\n--------------------\nfailed to solve: base name ($A) should not be blank'
    expect(failure('ARG A\n\nFROM $A', located)).toEqual(['build.no-base', 3])
    const denied = 'error from sender: open /home/you/my shop/secret.txt: permission denied'
    expect(failure('FROM a', denied)).toEqual(['build.unreadable', undefined])
  })
})

/** One field of a message on the wire. */
const encode = (fill: (writer: protobuf.Writer) => protobuf.Writer): Uint8Array =>
  fill(protobuf.Writer.create()).finish()
const time = (seconds: number, nanos: number) =>
  encode((w) => w.uint32(8).int64(seconds).uint32(16).int32(nanos))
const log = (text: Uint8Array) => encode((w) => w.uint32(10).string('v1').uint32(34).bytes(text))

describe('reports of BuildKit', () => {
  it('are steps with times, and fields that are not known are passed over', () => {
    const vertex = encode((w) =>
      w
        .uint32(10)
        .string('v1')
        .uint32(18)
        .string('input')
        .uint32(26)
        .string('[1/1] RUN x')
        .uint32(42)
        .bytes(time(1000, 5e6))
        .uint32(50)
        .bytes(time(1002, 0)),
    )
    const { steps } = new BuildProgress().take(decodeTrace(encode((w) => w.uint32(10).bytes(vertex))))
    expect(steps).toEqual([
      { id: 'v1', name: '[1/1] RUN x', state: 'done', startedAt: 1_000_005, endedAt: 1_002_000 },
    ])
  })

  it('are whole lines, whatever pieces they come in', () => {
    const bytes = Buffer.from('첫째 줄\r\nprogress 1\rprogress 2\nrest')
    const progress = new BuildProgress()
    const lines = [...bytes].flatMap(
      (byte) => progress.take(decodeTrace(encode((w) => w.uint32(26).bytes(log(Uint8Array.of(byte)))))).lines,
    )
    expect(lines.map(({ text }) => text)).toEqual(['첫째 줄', 'progress 2'])
    expect(progress.rest()).toEqual([{ step: 'v1', text: 'rest' }])
  })

  it('that are none are refused', () => {
    expect(() => decodeTrace(Uint8Array.of(10, 200, 1))).toThrow(/index out of range/)
  })
})
