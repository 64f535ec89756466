// Files of the real Compose that are wrong, were started elsewhere, dropped or edited.
import { execFile } from 'node:child_process'
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { composeFolder } from '../support/compose'
import {
  act,
  compose,
  file,
  folder,
  mine,
  name,
  open,
  project,
  session,
  setUpProject,
  up,
  write,
} from './compose-project'
import { waitFor } from './engine-session'

setUpProject()

/** The engine may have projects of others, too. */
const ofThisTest = (): string[] =>
  [...compose.projects.getState().values()]
    .filter(({ id, files }) => id === name || JSON.stringify(files ?? '').includes(folder))
    .map(({ id }) => id)

describe('a file that is wrong', () => {
  const service = 'services:\n  web: { image: busybox }\n'
  it.each([
    ['no YAML', 'services:\n  web:\n    image: b\n   command: c\n', 'compose.bad-yaml', 5, 1],
    ['an unknown key', 'services:\n  web:\n    comand: c\n    image: b\n', 'compose.unknown-key', 4, 5],
    ['a wrong type', 'services:\n  web: { image: b, ports: 80 }\n', 'compose.invalid', 3, 20],
    [
      'a cycle',
      'services:\n  a: { image: b, depends_on: [b] }\n  b: { image: b, depends_on: [a] }\n',
      'compose.cycle',
      3,
      18,
    ],
    [
      'a missing value',
      'services:\n  a: { image: "b:${TAG:?say which}" }\n',
      'compose.missing-variable',
      3,
      8,
    ],
    ['no image', 'services:\n  a: { command: x }\n', 'compose.no-image', 3, 3],
    [
      'an undefined volume',
      'services:\n  a: { image: b, volumes: ["data:/y"] }\n',
      'compose.undefined',
      3,
      18,
    ],
  ])('with %s is refused at its place', async (_, text, code, line, column) => {
    await expect(open(text)).rejects.toMatchObject({ code, params: { line, column, file: file() } })
    expect(ofThisTest()).toEqual([])
  })

  it('is refused when it is huge, missing, a link out of the project, or names what is not there', async () => {
    const refused = (path: string, error: object) =>
      expect(compose.service.open({ path })).rejects.toMatchObject(error)
    await writeFile(file('huge.yaml'), `services: { a: { image: b } } #${'x'.repeat(1024 * 1024)}`)
    await refused(file('huge.yaml'), { code: 'compose.file-too-large' })
    await refused(file('none.yaml'), { code: 'compose.no-file' })
    await refused('compose.yaml', { code: 'compose.no-file' })
    await refused(await write('services:\n  a: { image: b, env_file: no.env }\n'), {
      code: 'compose.missing-file',
      params: { path: file('no.env') },
    })
    await writeFile(join(folder, 'outside.yaml'), `name: ${name}\n${service}`)
    await symlink(join(folder, 'outside.yaml'), file('link.yaml'))
    await compose.service.open({ path: file('link.yaml') })
    const read = compose.service.readFile({ projectId: name, path: file('link.yaml') })
    await expect(read).rejects.toMatchObject({ code: 'compose.outside-folder' })
    const foreign = compose.service.readFile({ projectId: name, path: '/etc/hostname' })
    await expect(foreign).rejects.toMatchObject({ code: 'compose.not-its-file' })
  })

  it('started elsewhere, with profiles and an environment file, is seen and run as it was started', async () => {
    const text = `services:
  web: { image: busybox, init: true, command: sleep 600, environment: { COLOUR: "\${COLOUR:-none}" } }
  tool: { image: busybox, init: true, command: sleep 600, profiles: [tools, all] }
  other: { image: busybox, init: true, command: sleep 600, profiles: [others] }
`
    const path = await write(text)
    await writeFile(file('own.env'), 'COLOUR=blue\n')
    const plain = ['--file', path, '--env-file', file('own.env'), '--profile', 'tools', 'up', '--detach']
    const program = join(await composeFolder(), 'docker-compose')
    await promisify(execFile)(program, plain, {
      env: { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}` },
    })
    await waitFor(compose.projects, (items) => items.get(name)?.state === 'running', 'the project', 60_000)
    expect(project()).toMatchObject({ opened: false, files: { envFiles: [file('own.env')] }, missing: [] })
    const config = await compose.service.getConfig({ projectId: name })
    expect(config.services.map((one) => one.name).sort()).toEqual(['tool', 'web'])
    expect(config.yaml).toContain('COLOUR: blue')
    expect(await compose.choicesOf(name)).toMatchObject({ profiles: ['tools'], envFiles: [file('own.env')] })
    const before = new Set(session.containers.getState().keys())
    expect(await act(up)).toMatchObject({ state: 'done' })
    // Nothing differs from what runs: nothing is made anew.
    expect(mine().every(({ id }) => before.has(id))).toBe(true)
    expect(await act({ verb: 'down', services: [] })).toMatchObject({ state: 'done' })
    await waitFor(
      session.containers,
      (items) => ![...items.values()].some((one) => one.project === name),
      'all gone',
    )
    await rm(file('own.env'))
  })

  it('that was dropped is refused before Compose reads or fetches anything outside of its folder, and opens when asked for', async () => {
    await writeFile(join(folder, 'outside.env'), 'A=1\n')
    const inner = 'services:\n  a: { image: busybox, env_file: ../outside.env }\n'
    const path = await write(inner)
    await expect(compose.service.open({ path, careful: true })).rejects.toMatchObject({
      code: 'compose.reads-outside',
      params: { file: 'compose.yaml', subject: '../outside.env' },
    })
    expect(ofThisTest()).toEqual([])
    await write(inner, 'inner.yaml')
    for (const [own, text] of [
      ['outer.yaml', 'include: [inner.yaml]\n'],
      ['far.yaml', 'include: ["https://127.0.0.1:9/x.git"]\n'],
    ] as const) {
      const refused = compose.service.open({ path: await write(text, own), careful: true })
      await expect(refused).rejects.toMatchObject({ code: 'compose.reads-outside' })
    }
    expect(await compose.service.open({ path })).toEqual({ projectId: name })
    await compose.service.forget({ projectId: name })
    await write(service)
    expect(await compose.service.open({ path, careful: true })).toEqual({ projectId: name })
  })

  it('is tried before it is written; a write keeps comments and a copy, and undoes nobody’s change', async () => {
    const projectId = await open(`# ours\n${service}`)
    const path = file()
    const before = await compose.service.readFile({ projectId, path })
    const wrong = before.text.replace('image', 'imag')
    const { problem } = await compose.service.tryText({ projectId, path, text: wrong })
    expect(problem).toMatchObject({ error: { code: 'compose.unknown-key' }, path, line: 4, column: 10 })
    // Compose lets anything stand in a block that is not its own.
    const block = `${before.text}x-portside:\n  version: 1\n  name: Shop\n  colour: red\n`
    const tried = await compose.service.tryText({ projectId, path, text: block })
    expect(tried.problem).toMatchObject({ error: { code: 'workspace.bad-file' }, path, line: 8, column: 3 })
    await expect(
      compose.service.writeFile({ projectId, path, text: wrong, revision: before.revision }),
    ).rejects.toMatchObject({ code: 'compose.unknown-key' })
    const text = before.text.replace('busybox', 'busybox # small')
    const saved = await compose.service.writeFile({
      projectId,
      path,
      text: text.replace(' }', '\n  }'),
      revision: before.revision,
    })
    expect(await readFile(path, 'utf8')).toContain('# ours')
    expect(await readFile(saved.backup, 'utf8')).toBe(before.text)
    const again = compose.service.writeFile({ projectId, path, text: before.text, revision: before.revision })
    await expect(again).rejects.toMatchObject({ code: 'compose.file-changed' })
    expect(await readdir(join(folder, 'home', 'run', 'compose'))).toEqual([])
  })
})
