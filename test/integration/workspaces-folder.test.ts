// What lies around a workspace's file in its folder: what is built, files that Compose reads besides, and where it lies.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { isAppError } from '../../preload/errors'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import { folder, inDb, person, prepareWorkspaces, project, session, started, take } from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

const up = async ({ service, store }: WorkspacesParts, id: string): Promise<void> => {
  await service.start({ id })
  await started({ service, store } as WorkspacesParts, id)
}

describe('a service that is built', () => {
  it('is built anew when what it is built from has changed, says so, and leaves no image when it is removed', async () => {
    const place = join(folder, 'team')
    await mkdir(place, { recursive: true })
    await writeFile(
      join(place, 'compose.yaml'),
      `name: ${project}
x-portside: { version: 1, name: Built }
services:
  db: { build: ., init: true, command: sleep 600 }
`,
    )
    await writeFile(join(place, 'Dockerfile'), 'FROM busybox\nCOPY v /v\nRUN cat /v >/ran\n')
    await writeFile(join(place, 'v'), 'one')
    const image = async (): Promise<string | undefined> =>
      session.imagesService.getDetails({ id: `${project}-db` }).then(
        ({ id }) => id,
        (error: unknown) => {
          if (!isAppError(error, 'image.not-found')) throw error
          return undefined
        },
      )
    const anna = await person('anna')
    const id = await take(anna, place)
    await up(anna, id)
    expect(await inDb(project, 'cat', '/ran')).toBe('one')
    const first = await image()
    await anna.service.stop({ id })
    await up(anna, id)
    expect(await image()).toBe(first)

    await writeFile(join(place, 'v'), 'two')
    await anna.service.check({ id })
    expect(anna.store.getState().get(id)).toMatchObject({
      ...{ changes: [{ kind: 'build', subject: 'db' }] },
    })
    await expect(anna.service.start({ id })).rejects.toMatchObject({ code: 'workspace.changed' })
    const { reviewId, changes } = await anna.service.update({ id })
    expect(changes).toEqual([{ kind: 'build', subject: 'db', service: 'db' }])
    await anna.service.accept({ reviewId, allow: [] })
    await up(anna, id)
    expect(await inDb(project, 'cat', '/ran')).toBe('two')
    expect(await image()).not.toBe(first)

    await anna.service.remove({ id })
    expect(await image()).toBeUndefined()
    expect(session.images.getState().has(first ?? '')).toBe(false)
  })
})
