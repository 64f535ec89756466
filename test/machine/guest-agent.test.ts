// The agent's line protocol, against a real socket that speaks it.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../main/base/until'
import {
  createGuestAgent,
  parseAnswer,
  parseHello,
  requestLine,
  type GuestAgent,
} from '../../main/machine/guest-agent'

describe('the protocol', () => {
  it('reads greetings', () => {
    expect(parseHello('portside-agent 1')).toEqual({ version: 1 })
    expect(parseHello('portside-agent 1 failed data-disk bad superblock')).toEqual({
      version: 1,
      failed: 'data-disk',
      reason: 'bad superblock',
    })
    expect(parseHello('7 ok')).toBeUndefined()
  })

  it('reads answers', () => {
    const data = Buffer.from('héllo\n').toString('base64')
    expect(parseAnswer(`7 ok ${data}`)).toEqual({ id: 7, exitCode: 0, text: 'héllo\n' })
    expect(parseAnswer('7 ok')).toEqual({ id: 7, exitCode: 0, text: '' })
    expect(parseAnswer(`8 err 126 ${data}`)).toEqual({ id: 8, exitCode: 126, text: 'héllo\n' })
    expect(parseAnswer('9 maybe')).toBeUndefined()
    expect(parseAnswer('\u0000\u0001')).toBeUndefined()
  })

  it('writes requests', () => {
    expect(requestLine(3, 'ping')).toBe('3 ping')
    expect(requestLine(4, 'exec', 'echo hi')).toBe('4 exec ZWNobyBoaQ==')
  })
})

describe('the connection', () => {
  let folder: string
  let server: Server
  let agent: GuestAgent
  let onLine: (line: string, socket: Socket) => void
  let onConnect: (socket: Socket) => void
  const sockets = new Set<Socket>()
  const path = (): string => join(folder, 'agent.sock')
  const listen = async (): Promise<void> => {
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('data', (data) => {
        for (const line of String(data).split('\n').filter(Boolean)) onLine(line, socket)
      })
      socket.on('error', () => {})
      onConnect(socket)
    }).listen(path())
    await new Promise((resolve) => server.once('listening', resolve))
  }
  const request = (verb: 'ping' | 'exec', deadlineMs = 5_000): Promise<unknown> =>
    agent.request(verb, undefined, { deadlineMs })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pst-agent-'))
    onConnect = (socket) => socket.write('portside-agent 1\n')
    onLine = (line, socket) => socket.write(`${line.split(' ')[0]} ok b2s=\n`)
  })
  afterEach(async () => {
    agent.close()
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true })
  })

  it('waits for the socket to appear, then for the greeting', async () => {
    agent = createGuestAgent(path())
    await listen()
    expect(await agent.ready(AbortSignal.timeout(5_000))).toEqual({ version: 1 })
    expect(await request('ping')).toMatchObject({ exitCode: 0, text: 'ok' })
  })

  it('gives each answer to its question, in whatever order and pieces they come', async () => {
    const held: string[] = []
    onLine = (line, socket) => {
      const [id, verb = ''] = line.split(' ')
      held.unshift(`${id} ok ${Buffer.from(verb).toString('base64')}\n`)
      if (held.length < 2) return
      const both = held.join('')
      socket.write(both.slice(0, 5), () => socket.write(both.slice(5)))
    }
    await listen()
    agent = createGuestAgent(path())
    await agent.ready(AbortSignal.timeout(5_000))
    const answers = await Promise.all([request('exec'), request('ping')])
    expect(answers).toMatchObject([{ text: 'exec' }, { text: 'ping' }])
  })

  it('is not confused by noise', async () => {
    onLine = (line, socket) => socket.write(`noise\n0 err 64 eA==\n999 ok\n${line.split(' ')[0]} ok b2s=\n`)
    await listen()
    agent = createGuestAgent(path())
    await agent.ready(AbortSignal.timeout(5_000))
    expect(await request('ping')).toMatchObject({ text: 'ok' })
  })

  it('fails what is unanswered when the connection is lost, and connects again', async () => {
    onLine = (_line, socket) => socket.destroy()
    await listen()
    agent = createGuestAgent(path())
    await agent.ready(AbortSignal.timeout(5_000))
    const reconnected = new Promise<void>((resolve) => (onConnect = () => resolve()))
    await expect(request('ping')).rejects.toThrow('lost')
    onLine = (line, socket) => socket.write(`${line.split(' ')[0]} ok b2s=\n`)
    await reconnected
    // The other end knows of the connection first.
    const answer = await until(() => request('ping'), {
      deadlineMs: 20_000,
      everyMs: 5,
      waitingFor: 'an answer',
    })
    expect(answer).toMatchObject({ text: 'ok' })
  })

  it('does not wait longer than the deadline', async () => {
    onLine = () => {}
    await listen()
    agent = createGuestAgent(path())
    await agent.ready(AbortSignal.timeout(5_000))
    await expect(request('ping', 20)).rejects.toThrow('no answer in 20 ms')
  })

  it('gives up waiting for the greeting when told to', async () => {
    onConnect = () => {}
    await listen()
    agent = createGuestAgent(path())
    const giveUp = new AbortController()
    const ready = agent.ready(giveUp.signal)
    giveUp.abort()
    await expect(ready).rejects.toMatchObject({ name: 'AbortError' })
  })
})
