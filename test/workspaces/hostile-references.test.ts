import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isAppError } from '../../preload/errors'
import { refuseHostile } from '../../main/workspaces/hostile-references'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'pshr-'))
})
afterEach(() => rm(place, { recursive: true, force: true }))

/** Looks at a workspace of these files, next to a folder that is not its own. */
async function look(text: string, files: Readonly<Record<string, string>> = {}): Promise<unknown> {
  await mkdir(join(place, 'team'), { recursive: true })
  await writeFile(join(place, 'secret.env'), 'TOKEN=1')
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(place, 'team', name)), { recursive: true })
    await writeFile(join(place, 'team', name), content)
  }
  return refuseHostile(parse(text) as Record<string, unknown>, join(place, 'team')).then(
    () => 'taken',
    (error: unknown) => (isAppError(error) ? String(error.params.reason ?? error.code) : error),
  )
}

const service = (rest: string): string => `services:\n  a: { image: x, ${rest} }\n`

describe('a file that nobody has trusted yet', () => {
  it.each([
    [service('env_file: ../secret.env'), 'outside-file'],
    [service('env_file: ~/.env'), 'outside-file'],
    [service('env_file: [{ path: ~root/.env }]'), 'outside-file'],
    [service('label_file: ~/labels'), 'outside-file'],
    [service('extends: { file: ~/other.yaml, service: a }'), 'outside-file'],
    [service('env_file: [{ path: ../secret.env }]'), 'outside-file'],
    [service('env_file: /etc/passwd'), 'outside-file'],
    [service('label_file: ../secret.env'), 'outside-file'],
    [service('extends: { file: ../other.yaml, service: a }'), 'outside-file'],
    ['include: [../other.yaml]', 'outside-file'],
    ['include: [{ path: a.yaml, env_file: ../secret.env }]', 'outside-file'],
    ['include: [{ path: a.yaml, project_directory: .. }]', 'outside-file'],
    ['include: ["https://evil.example/x.yaml"]', 'remote-file'],
    ['include: ["git@evil.example:x/y"]', 'remote-file'],
    ['include: ["oci://evil.example/x:1"]', 'remote-file'],
    [service('extends: { file: "https://evil.example/x.git", service: a }'), 'remote-file'],
    [service('env_file: "${HOME}/.netrc"'), 'variable-path'],
    [service('provider: { type: evil }'), 'provider'],
  ])('does not make Compose read or fetch anything: %j', async (text, reason) => {
    expect(await look(text)).toBe(reason)
  })

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['include: [a.yaml]', { 'a.yaml': service('env_file: ../secret.env') }, 'outside-file'],
    ['include: [a.yaml]', { 'a.yaml': 'include: ["https://evil.example/x.yaml"]' }, 'remote-file'],
    ['include: [in/a.yaml]', { 'in/a.yaml': 'include: [../../other.yaml]' }, 'outside-file'],
    [
      'include: [a.yaml]',
      { 'a.yaml': 'include: [b.yaml]', 'b.yaml': service('provider: { type: x }') },
      'provider',
    ],
    [
      service('extends: { file: in/a.yaml, service: a }'),
      { 'in/a.yaml': service('env_file: ../../secret.env') },
      'outside-file',
    ],
    [
      'include: [{ path: in/a.yaml, project_directory: . }]',
      { 'in/a.yaml': service('env_file: ../secret.env') },
      'outside-file',
    ],
  ])('does not do it through a file of its own either: %j', async (text, files, reason) => {
    expect(await look(text, files)).toBe(reason)
  })

  it.each([['.env'], ['linked.env']])('does not do it through a link: %s', async (name) => {
    await mkdir(join(place, 'team'))
    await symlink(join(place, 'secret.env'), join(place, 'team', name))
    expect(await look(service('env_file: linked.env'))).toBe('outside-file')
  })

  it('may be made of several files that include each other', async () => {
    const files = {
      'in/a.yaml': `include: [../b.yaml]\n${service('env_file: ../own.env')}`,
      'b.yaml': 'include: [in/a.yaml]',
      'own.env': 'A=1',
    }
    expect(await look(`include: [in/a.yaml]\n${service('env_file: own.env')}`, files)).toBe('taken')
  })

  it('is refused with the place of the mistake in a file that it includes', async () => {
    expect(await look('include: [a.yaml]', { 'a.yaml': 'services:\n  a: [\n' })).toBe('workspace.bad-file')
  })
})
