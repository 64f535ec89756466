// `portside workspace` over a real engine: each word does what it says, in words and as JSON, and tells what stays.
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { workspaceCommand } from '../../main/cli/workspace-command'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import type { Contract } from '../../preload/contract'
import { unusedPort } from '../support/held-port'
import {
  containerOf,
  folder,
  inDb,
  person,
  prepareWorkspaces,
  project,
  session,
  writeSample,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

/** The command of a person, by what it prints. */
const commandOf =
  ({ service }: WorkspacesParts) =>
  async (words: readonly string[], flags: { json?: boolean; dryRun?: boolean } = {}): Promise<string> => {
    const printed: string[] = []
    const services = {
      ...{ workspaces: service, containers: session.containersService, engine: session.service },
    } as Partial<Contract>
    const context = {
      ...{ json: false, wait: false, dryRun: false, options: {}, ...flags },
      print: (text: string) => printed.push(text),
    }
    await workspaceCommand(services as Contract, context, words)
    return printed.join('\n')
  }

it('opens, exports, updates and leaves', async () => {
  const port = await unusedPort()
  const place = join(folder, 'team')
  await writeSample(place, {
    port,
    more: '  scratch: { image: busybox, init: true, command: sleep 600, volumes: [/scratch] }\n',
  })
  const anna = await person('anna')
  const portside = commandOf(anna)
  expect(await portside(['open', place], { dryRun: true })).toBe(
    ['The shop, by acme/shop-env', '  runs busybox', '  runs portside/sample-web:1.0'].join('\n'),
  )
  expect(JSON.parse(await portside([], { json: true }))).toEqual([])
  const opened = await portside(['open', place, 'SHOP_KEY=k=1'])
  expect(opened).toMatch(/seed +rows +done \d+\.\d s\nThe shop is up after/)
  expect(opened).toContain(`http://localhost:${port}/  The shop`)
  expect(await inDb(project, 'cat', '/data/key', '/data/rows')).toBe('k=1\none\ntwo')
  expect(await portside([])).toMatch(new RegExp(`${project} +The shop +up +http://localhost:${port}/`))
  expect(await portside(['status', 'The shop'])).toMatch(/^The shop {2}up\n[\s\S]*\nCan start\.$/)

  const file = join(folder, 'shop.portside')
  expect(await portside(['export', project, file], { dryRun: true })).toMatch(
    /service db {2}busybox {2}sha256:[\s\S]*seed rows {2}Rows\nvolume data\n[\s\S]*left out: volume scratch \/scratch/,
  )
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(portside(['export', project, file, 'everything'])).rejects.toThrow(/portside workspace export/)
  await expect(portside(['export', `${project}-none`, file])).rejects.toMatchObject({
    code: 'workspace.no-project',
  })
  const told = await portside(['export', project, file, 'service=web', 'service=db', 'volumes'])
  expect(told).toMatch(/volume +data +done/)
  expect(told).toMatch(/shop\.portside: \d+\.\d MB, a copy started in \d+\.\d s/)
  expect(told).toContain('fixed by digest: portside/sample-web:1.0@sha256:')
  expect((await stat(file)).size).toBeGreaterThan(0)

  await writeSample(place, { port, seed: 'cat >/data/rows; echo new >>/data/rows' })
  const looked = await portside(['update', project], { dryRun: true })
  expect(looked).toMatch(/data rows/)
  expect(looked).toMatch(/scratch/)
  const unnamed = session.containers.getState().get(containerOf(project, 'scratch'))?.volumes ?? []
  expect(unnamed).toHaveLength(1)
  expect(await portside(['update', project])).toMatch(/data rows[\s\S]*The shop is up after/)
  expect(containerOf(project, 'scratch')).toBe('')
  for (const volume of unnamed) await session.volumesService.remove({ id: volume })
  expect(await portside(['update', project])).toMatch(/^The shop, by acme\/shop-env/)

  await expect(portside(['leave', project, 'now'])).rejects.toThrow(/portside workspace/)
  expect(await portside(['leave', project])).toBe(`Done: ${project}`)
  expect(containerOf(project, 'db')).toBe('')
  expect(session.volumes.getState().has(`${project}_data`)).toBe(true)
  await expect(portside(['start', project])).rejects.toThrow(/there is no workspace/)
  const again = JSON.parse(await portside(['open', place], { json: true })) as { readonly state: string }
  expect(again.state).toBe('up')
  expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
  expect(JSON.parse(await portside(['leave', project], { json: true }))).toEqual({
    ...{ done: 'leave', project, unnamedVolumes: 0 },
  })
  await portside(['open', place])
  expect(await portside(['remove', project])).toBe(`Done: ${project}`)
  expect(await readFile(join(place, 'compose.yaml'), 'utf8')).toContain('SHOP_KEY')
})
