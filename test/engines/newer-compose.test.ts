// Everything that is done with Compose, with a newer one, which builds with a plugin that lies beside it and nowhere else.
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createComposeRunner, type ComposeRunner } from '../../main/compose/compose-runner'
import { ActionSteps } from '../../main/compose/action-steps'
import { composeFolder, takeNewerCompose } from '../support/compose'

takeNewerCompose()
await import('../integration/engine-compose.test')
await import('../integration/compose-files.test')

describe('a newer Compose', () => {
  let folder: string
  const name = `nc${randomBytes(3).toString('hex')}`
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'psnew-'))
    await mkdir(join(folder, 'home/docker'), { recursive: true })
    await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nRUN echo 1 >/v\n')
    await writeFile(
      join(folder, 'compose.yaml'),
      'services: { app: { build: ., command: sleep 60, init: true } }\n',
    )
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** Of somebody with no plugins. */
  const runner = async (configFolder?: string): Promise<ComposeRunner> => {
    const tools = await composeFolder()
    const env = {
      PATH: process.env.PATH,
      HOME: join(folder, 'home'),
      DOCKER_CONFIG: join(folder, 'home/docker'),
    }
    const endpoint = `unix://${inject('engineSocket')}`
    return createComposeRunner({
      sources: () => ({
        folders: [tools],
        endpoint,
        env,
        ...(configFolder === undefined ? {} : { configFolder }),
      }),
    })
  }
  const said = async (compose: ComposeRunner, words: readonly string[]): Promise<string[]> => {
    const lines: string[] = []
    const project = { name, folder, files: [join(folder, 'compose.yaml')], profiles: [], envFiles: [] }
    await compose.run(project, words, { onLine: (line) => void lines.push(line) })
    return lines
  }

  it('builds with the plugin that lies beside it, and not without being told where that is', async () => {
    const bake = /load local bake definitions/
    expect((await said(await runner(), ['build'])).join('\n')).not.toMatch(bake)
    const lines = await said(await runner(join(folder, 'run/docker')), ['up', '--detach', '--build'])
    expect(lines.join('\n')).toMatch(bake)
    const names = { project: name, containers: new Map(), builds: new Map([[`${name}-app`, 'app']]) }
    const steps = new ActionSteps(names)
    for (const line of lines) steps.take(line)
    expect(steps.report().steps.map(({ id, state, status }) => [id, state, status])).toEqual([
      ['Build app', 'done', 'Built'],
      [`Network ${name}_default`, 'done', 'Created'],
      [`Container ${name}-app-1`, 'done', 'Started'],
    ])
    await said(await runner(), ['down', '--timeout', '0', '--rmi', 'local'])
  })
})
