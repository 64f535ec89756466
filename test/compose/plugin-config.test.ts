// The configuration of Docker that Compose is run with, where a plugin that it builds with comes with Portside.
import { mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLog } from '../../main/base/log'
import { pathsOf } from '../../main/base/paths'
import { withPlugins } from '../../main/compose/plugin-config'
import { wireComposeCore } from '../../main/compose/wire-compose'

let home: string
let tools: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'psplug-'))
  tools = join(home, 'tools')
  for (const folder of ['tools', 'docker/contexts/meta']) await mkdir(join(home, folder), { recursive: true })
  await writeFile(join(tools, 'docker-buildx'), '')
  await writeFile(join(tools, 'docker-buildx.exe'), '')
})
afterEach(() => rm(home, { recursive: true }))

const own = (text: string): Promise<void> => writeFile(join(home, 'docker/config.json'), text)
const ask = (platform: NodeJS.Platform = 'linux', folders = [join(home, 'none'), tools]) =>
  withPlugins({
    ...{ folders, platform },
    folder: join(home, 'run/docker'),
    env: { DOCKER_CONFIG: join(home, 'docker') },
  })

it.each(['linux', 'darwin', 'win32'] as const)(
  'keeps the person’s logins, helpers and contexts, and names the folder of the plugin, on %s',
  async (platform) => {
    const theirs = {
      auths: { 'registry.example': { auth: 'eA==' } },
      credHelpers: { 'ghcr.io': 'own' },
      credsStore: 'desktop',
      currentContext: 'far',
      cliPluginsExtraDirs: ['/opt/plugins'],
    }
    await own(JSON.stringify(theirs))
    // Several at once, as for several projects.
    const [env] = await Promise.all([ask(platform), ask(platform), ask(platform)])
    const folder = join(home, 'run/docker')
    expect(env).toEqual({ DOCKER_CONFIG: folder, BUILDX_CONFIG: join(home, 'docker/buildx') })
    expect(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))).toEqual({
      ...theirs,
      cliPluginsExtraDirs: [join(home, 'docker/cli-plugins'), '/opt/plugins', tools],
    })
    expect((await stat(join(folder, 'config.json'))).mode & 0o777).toBe(0o600)
    expect(await readlink(join(folder, 'contexts'))).toBe(join(home, 'docker/contexts'))

    await own('{"credsStore":"other"}')
    await ask(platform)
    expect(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))).toMatchObject({
      credsStore: 'other',
    })
  },
)

it('makes one where the person has none', async () => {
  await ask()
  expect(JSON.parse(await readFile(join(home, 'run/docker/config.json'), 'utf8'))).toEqual({
    cliPluginsExtraDirs: [join(home, 'docker/cli-plugins'), tools],
  })
})

it('builds also beside a configuration that Docker cannot read, with the logins of one that only has a mark before it', async () => {
  const copy = async () => JSON.parse(await readFile(join(home, 'run/docker/config.json'), 'utf8')) as unknown
  const cliPluginsExtraDirs = [join(home, 'docker/cli-plugins'), tools]
  await own('{"auths":')
  expect(await ask()).toMatchObject({ DOCKER_CONFIG: join(home, 'run/docker') })
  expect(await copy()).toEqual({ cliPluginsExtraDirs })
  await own('\uFEFF{"credsStore":"desktop"}')
  await ask()
  expect(await copy()).toEqual({ credsStore: 'desktop', cliPluginsExtraDirs })
})

it('changes nothing without such a plugin, or beside the person’s own', async () => {
  expect(await ask('linux', [join(home, 'none')])).toEqual({})
  await own('{}')
  await mkdir(join(home, 'docker/cli-plugins'))
  await writeFile(join(home, 'docker/cli-plugins/docker-buildx'), '')
  expect(await ask()).toEqual({})
})

it('leaves no copy of the logins behind where it is not needed any more', async () => {
  const copy = join(home, 'run/docker/config.json')
  await own('{"auths":{"registry.example":{"auth":"eA=="}}}')
  await ask()
  expect(await readFile(copy, 'utf8')).toContain('eA==')
  await mkdir(join(home, 'docker/cli-plugins'))
  await writeFile(join(home, 'docker/cli-plugins/docker-buildx'), '')
  expect(await ask()).toEqual({})
  await expect(stat(copy)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('leaves no copy that a crash left behind after the next start', async () => {
  const copy = join(home, 'run/docker/config.json')
  await own('{"auths":{"registry.example":{"auth":"eA=="}}}')
  await ask()
  await stat(copy)
  const engine = {} as unknown as Parameters<typeof wireComposeCore>[1]
  wireComposeCore({ paths: pathsOf(home, 'linux'), toolsDir: tools }, engine, silentLog)
  await vi.waitFor(() => expect(stat(copy)).rejects.toMatchObject({ code: 'ENOENT' }))
})
