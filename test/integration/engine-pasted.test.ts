// A pasted command makes the container that `docker run` makes of the same words.
import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import type { RunDefaults } from '../../preload/model'
import { formOfContainer } from '../../renderer/run/fill-from-container'
import { withFile } from '../../renderer/run/env-file'
import { fillFromCommand } from '../../renderer/run/fill-from-command'
import { againRequestOf } from '../../renderer/run/again-request'
import { requestOf } from '../../renderer/run/form'
import { makeTestFolder } from '../support/test-folder'
import { creationOf } from '../../main/engine/run-container'
import { markedEngine } from './marked-engine'
import { commands, comparePasted, checked, described, requestFor } from './pasted-commands'

const engine = markedEngine('pw')
const { docker, mark } = engine

it('makes of many commands what docker makes of them', { timeout: 300_000 }, async () => {
  const again = async (id: string, json: string, image: RunDefaults): Promise<string> => {
    const form = formOfContainer(json, image)
    const request = checked(againRequestOf(form, form))
    return (await engine.session.containersService.recreate({ id, request, start: false })).id
  }
  const pasting = { socket: inject('engineSocket'), mark, newer: false, again }
  const compared = await comparePasted(pasting, commands)
  expect(compared.length).toBeGreaterThanOrEqual(40)
  for (const { flags, real, app, shown, again: remade, command } of compared) {
    expect.soft(app, flags).toEqual(real)
    expect.soft(shown, command).toEqual(real)
    expect.soft(remade, `again: ${flags}`).toEqual(real)
  }
})

it('runs one with many flags as docker runs it', async () => {
  const command = (name: string): string =>
    `docker run -d --name ${mark}-${name} -v ${mark}-data:/data:ro -v /anon --tmpfs /run:size=1m --cap-add NET_ADMIN ` +
    '--add-host db:10.0.0.2 --dns 1.1.1.1 --shm-size 32m --ulimit nofile=1024:2048 --sysctl net.core.somaxconn=1024 ' +
    '--restart on-failure:3 --log-opt max-size=10m --security-opt no-new-privileges --pids-limit 50 --init ' +
    `--read-only --group-add 2000 --stop-timeout 1 --health-cmd true --health-interval 1h busybox sleep 600`
  const run = async (make: () => Promise<string> | string): Promise<object> => {
    const container = docker.getContainer(await make())
    const info = await container.inspect()
    await container.remove({ force: true, v: true })
    expect(info.State.Running).toBe(true)
    const { networks: _own, ...fields } = described(info)
    return fields
  }
  const socket = `unix://${inject('engineSocket')}`
  const real = await run(() =>
    execFileSync('sh', ['-c', command('real').replace('docker ', `docker --host ${socket} `)], {
      encoding: 'utf8',
    }).trim(),
  )
  const app = await run(
    async () => (await engine.session.containersService.run({ request: requestFor(command('app')) })).id,
  )
  expect(app).toEqual(real)
})

it('hands over a seccomp profile as docker does, and keeps it when the container is made again', async () => {
  const file = join(await makeTestFolder('seccomp'), 'rules.json')
  const text =
    '{\n  "defaultAction": "SCMP_ACT_ALLOW",\n  "syscalls": [{ "names": ["sync"], "action": "SCMP_ACT_ERRNO" }]\n}\n'
  await writeFile(file, text)
  const command = (name: string): string =>
    `docker create --name ${mark}-${name} --security-opt seccomp=${file} busybox sleep 600`
  const socket = `unix://${inject('engineSocket')}`
  execFileSync('sh', ['-c', command('ruled').replace('docker ', `docker --host ${socket} `)])
  const rulesOf = async (name: string): Promise<unknown> =>
    (await docker.getContainer(name).inspect()).HostConfig.SecurityOpt
  const real = await rulesOf(`${mark}-ruled`)
  const filled = fillFromCommand(command('pasted'))
  if (typeof filled === 'string') throw new Error(filled)
  const form = filled.form.files.reduce((known, row) => withFile(known, row, text), filled.form)
  const { containersService: containers } = engine.session
  const { id } = await docker.createContainer(creationOf(checked(requestOf(form)), undefined))
  expect(await rulesOf(id)).toEqual(real)
  const json = JSON.stringify(await docker.getContainer(id).inspect())
  const same = formOfContainer(json, undefined)
  const request = checked(againRequestOf(same, same))
  const again = await containers.recreate({ id, request, start: false })
  expect(await rulesOf(again.id)).toEqual(real)
})
