// Measures the first workspace: a fresh state folder, one command, until all services are healthy and the address answers.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { loadModule } from './load-module.mjs'

const shopPort = 18_473

/** Three services, one after the other, with a seed: what a team has, in small. */
const sample = `name: shop
x-portside:
  version: 1
  name: Shop
  author: acme/shop
  ports: [{ service: web, port: 80, meaning: The shop, url: "http://localhost:{port}/" }]
  readiness: [{ service: web, port: 80, path: / }]
  seeds: [{ id: rows, title: Rows, service: db, command: [sh, -c, "cat >/data/rows"], input: rows.txt }]
services:
  web:
    image: portside/sample-web:1.0
    ports: ["${shopPort}:80"]
    depends_on: { db: { condition: service_healthy } }
  db:
    image: busybox
    init: true
    command: [sh, -c, "touch /tmp/up; sleep 36000"]
    healthcheck: { test: [CMD, test, -e, /tmp/up], interval: 1s }
    volumes: ["data:/data"]
  worker: { image: busybox, init: true, command: [sleep, "36000"], depends_on: [db] }
volumes: { data: {} }
`

/**
 * @param {{ outDir: string, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureWorkspace({ outDir, signal }) {
  const { testImages } = await loadModule('test/support/images/storage.ts')
  const { startRegistry, mirrorForGuest } = await loadModule('test/support/registry.ts')
  const { composeFolder } = await loadModule('test/support/compose.ts')
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const registry = await startRegistry({ storage: await testImages() })
  const env = {
    ...process.env,
    PORTSIDE_HOME: join(home, 'state'),
    PATH: `${await composeFolder()}:${process.env.PATH}`,
  }
  const portside = (...args) => command(join(outDir, 'main', 'portside.js'), args, env, signal)
  try {
    prepare(home, mirrorForGuest(registry.port))
    const begun = performance.now()
    const lines = await portside('workspace', 'open', join(home, 'shop'))
    const upMs = performance.now() - begun
    const answer = await fetch(`http://localhost:${shopPort}/`)
    if (!answer.ok) throw new Error(`the shop answers with ${answer.status}`)
    const answeredMs = performance.now() - begun
    for (const line of lines) console.error(line)
    return [
      {
        name: 'one command on a fresh state folder to an answering workspace',
        value: answeredMs,
        unit: 'ms',
      },
      { name: '  of it until the command says so', value: upMs, unit: 'ms' },
    ]
  } finally {
    await portside('quit').catch((error) => console.error(String(error)))
    await registry.stop()
    try {
      rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 })
    } catch (error) {
      // What the app still writes at its end must not stand in the place of what went wrong before.
      console.error(String(error))
    }
  }
}

function prepare(home, daemon) {
  mkdirSync(join(home, 'state'))
  mkdirSync(join(home, 'shop'))
  writeFileSync(join(home, 'shop', 'compose.yaml'), sample)
  writeFileSync(join(home, 'shop', 'rows.txt'), 'one\ntwo\n')
  writeFileSync(join(home, 'state', 'daemon.json'), JSON.stringify(daemon))
}

/** @returns {Promise<readonly string[]>} what it printed */
async function command(program, args, env, signal) {
  const child = spawn(process.execPath, [program, ...args], {
    env,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`portside ${args.join(' ')} ended with code ${code}:\n${lines.join('\n')}`)
  return lines
}
