// What is read of a Dockerfile and of BuildKit's reports.
import protobuf from 'protobufjs/light.js'
import { describe, expect, it } from 'vitest'
import { BuildProgress } from '../../../main/engine/builds/build-steps'
import { argsOf, lineOfStep, readInstructions, stagesOf } from '../../../main/engine/builds/dockerfile'
import { decodeTrace } from '../../../main/engine/builds/trace'

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
