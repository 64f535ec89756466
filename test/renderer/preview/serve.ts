// Serves the built window with a scene behind it, to look at it without an engine: a real page, a real WebSocket.
import { resolve } from 'node:path'
import { startLoopbackServer } from '../../../main/ipc/loopback-server'
import { scene, type SceneName } from './scene'

const name = (process.argv[2] ?? 'running') as SceneName
const root = resolve(process.argv[3] ?? 'out/renderer')
const server = await startLoopbackServer({
  root,
  port: Number(process.env.PREVIEW_PORT ?? 0),
  target: scene(name).target,
  nameHolder: async () => 'another program',
})
console.log(server.url)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void server.close())
