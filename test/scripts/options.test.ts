// The options of `npm start` and `npm test`.
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appArguments, parseStartOptions } from '../../scripts/start/options.mjs'
import { parseTestOptions } from '../../scripts/test/options.mjs'

describe('npm start', () => {
  it('opens a machine of its own when nothing is said', () => {
    const options = parseStartOptions([])
    expect(options).toEqual({ browser: false, electron: false, open: true, help: false })
    expect(appArguments(options)).toEqual([])
  })

  it('hands engine, port and no-open to the app', () => {
    const options = parseStartOptions(['--engine', 'unix:///run/docker.sock', '--port', '8123', '--no-open'])
    expect(appArguments(options)).toEqual(['--engine', '/run/docker.sock', '--port', '8123', '--no-open'])
  })

  it('hands the name of a docker context to the app', () => {
    expect(appArguments(parseStartOptions(['--context', 'team']))).toEqual(['--context', 'team'])
  })

  it('takes a relative engine path from where the user stands', () => {
    expect(parseStartOptions(['--engine', 'docker.sock']).engine).toBe(resolve('docker.sock'))
  })

  it('leaves a named pipe as it is', () => {
    const pipe = '\\\\.\\pipe\\docker_engine'
    expect(parseStartOptions(['--engine', pipe]).engine).toBe(pipe)
  })

  it.each([
    [['--port', ''], '--port needs a number from 0 to 65535, not "".'],
    [['--port', '80a'], 'not "80a"'],
    [['--port', '65536'], 'not "65536"'],
    [['--engine', ''], '--engine needs the path of a socket.'],
    [['--browser', '--electron'], 'exclude each other'],
    [['--engine', '/s', '--context', 'team'], 'exclude each other'],
    [['--context', ''], '--context needs the name of a docker context.'],
    [['--prot', '80'], '--prot'],
    [['extra'], 'extra'],
  ])('refuses %j', (args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message)
  })
})

describe('npm test', () => {
  const names = ['format', 'unit', 'e2e']

  it('runs every stage when none is named', () => {
    expect(parseTestOptions([], names)).toEqual({ json: false, help: false, names })
  })

  it('keeps the order of stages, not of arguments', () => {
    expect(parseTestOptions(['e2e', '--json', 'format'], names)).toEqual({
      json: true,
      help: false,
      names: ['format', 'e2e'],
    })
  })

  it('names the stages when one does not exist', () => {
    expect(() => parseTestOptions(['units'], names)).toThrow(
      'There is no stage "units". Stages: format unit e2e',
    )
  })
})
