// What `npm run package` lays out for each system: every file accounted for, and nothing that was not checked.
import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { extractFile, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import plist from 'plist'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/root.mjs'
import { layElectronDist } from '../emulators/electron-dist/electron-dist'
import { makeTestFolder } from '../support/test-folder'
import { programContent, publishPrograms, type Published } from './published-programs'

const run = promisify(execFile)
const minutes = 60_000

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly dependencies?: Readonly<Record<string, string>> }>
  >
}

const systems = ['linux', 'mac', 'win'] as const
type System = (typeof systems)[number]
const targets = systems.map((system) => `${system}-x64`)

/** Where the program's own resources lie, and what carries the fuses. */
const places: Readonly<Record<System, { readonly resources: string; readonly fused: string }>> = {
  linux: { resources: 'linux-unpacked/resources', fused: 'linux-unpacked/portside' },
  mac: { resources: 'mac/Portside.app/Contents/Resources', fused: 'mac/Portside.app' },
  win: { resources: 'win-unpacked/resources', fused: 'win-unpacked/Portside.exe' },
}

let folder: string
let output: string
let published: Published
let printed: string

beforeAll(async () => {
  folder = await makeTestFolder('pack')
  output = join(folder, 'dist')
  published = await publishPrograms(folder, targets)
  for (const system of systems) await layElectronDist(join(folder, `electron-${system}`), system)
  printed = (await pack(targets, output)).stdout
}, 5 * minutes)

afterAll(async () => {
  await published.close()
  await rm(folder, { recursive: true, force: true })
})

const pack = (wanted: readonly string[], into: string) =>
  run(
    process.execPath,
    [
      ...[join(root, 'scripts/package.mjs'), ...wanted, '--dir', '--output', into],
      ...['--manifest', published.manifest, '--electron-dist', join(folder, 'electron-{system}')],
    ],
    { cwd: root, maxBuffer: 2 ** 26 },
  )

const resources = (system: System, ...path: string[]): string =>
  join(output, places[system].resources, ...path)

async function filesBelow(at: string): Promise<string[]> {
  const entries = await readdir(at, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(at, join(entry.parentPath, entry.name)))
    .sort()
}

describe.each(systems)('the package for %s', (system) => {
  const archive = (): string => resources(system, 'app.asar')

  it('has beside the app just the programs, the guest image, the licences and where updates come from', async () => {
    const exe = system === 'win' ? '.exe' : ''
    const found = (await filesBelow(resources(system))).filter((path) => !/\.(icns|lproj)/.test(path))
    const image = (await filesBelow(join(root, 'out/guest/amd64'))).map((name) => `guest/amd64/${name}`)
    expect(image.length).toBeGreaterThan(2)
    expect(found).toEqual(
      [
        // For Windows and macOS electron-builder writes it only when it makes what is updated from.
        ...(system === 'linux' ? ['app-update.yml'] : []),
        ...['app.asar', 'licences/THIRD-PARTY-NOTICES.txt', 'licences/sbom.cdx.json'],
        ...published.names.map((name) => `tools/${name}${exe}`),
        `tools/portside${system === 'win' ? '.cmd' : ''}`,
        ...image,
      ].sort(),
    )
    for (const name of published.names) {
      const path = resources(system, 'tools', `${name}${exe}`)
      expect(await readFile(path)).toEqual(programContent(name))
      expect((await stat(path)).mode & 0o111).toBe(0o111)
    }
  })

  it('has in the app just the bundles and the packages that run beside them', () => {
    const all = listPackage(archive(), { isPack: false })
    const own = all.filter((path) => !path.startsWith('/node_modules'))
    expect(own).toContain('/out/main/main.js')
    expect(own).toContain('/out/preload/preload.cjs')
    expect(own).toContain('/out/renderer/index.html')
    expect(own).toContain('/assets/icons/tray/runningTemplate@2x.png')
    for (const path of own)
      expect(path).toMatch(
        /^\/(package\.json|assets(\/icons(\/tray(\/[\w.@-]+\.png)?)?)?|out(\/(main|preload|renderer)(\/.*)?)?)$/,
      )
    const unwanted =
      /\.(map|[mc]?ts|tsx|md|c|cc|h|gyp|node)$|\/headless|\/(__)?tests?(__)?(\/|$)|playwright|vitest/
    expect(all.filter((path) => unwanted.test(path))).toEqual([])
  })

  it('holds no package that only the development needs', async () => {
    const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock
    // A name may be there in several versions, one of them for the app.
    const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')
    const needed = new Set(
      Object.entries(packages).flatMap(([path, { dev }]) => (dev === true ? [] : [nameOf(path)])),
    )
    const forDevelopment = Object.keys(packages)
      .map(nameOf)
      .filter((name) => !needed.has(name))
    const packed = new Set(
      listPackage(archive(), { isPack: false }).flatMap(
        (path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1] ?? [],
      ),
    )
    for (const name of Object.keys(packages['']?.dependencies ?? {})) expect(packed).toContain(name)
    expect(forDevelopment).toContain('electron-builder')
    expect(forDevelopment.filter((name) => packed.has(name))).toEqual([])
    const inside = JSON.parse(extractFile(archive(), 'package.json').toString()) as Record<string, unknown>
    expect(inside.devDependencies).toBeUndefined()
    expect(inside.scripts).toBeUndefined()
  })

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(output, places[system].fused))
    const on = '1'.charCodeAt(0)
    const off = '0'.charCodeAt(0)
    expect(wire[FuseV1Options.RunAsNode]).toBe(on)
    expect(wire[FuseV1Options.EnableCookieEncryption]).toBe(on)
    expect(wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(off)
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(off)
    expect(wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(on)
    expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(on)
  })

  it('keeps the content security policy and loads nothing from elsewhere', () => {
    const page = extractFile(archive(), 'out/renderer/index.html').toString()
    const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page) ?? []
    expect(policy?.split('; ').toSorted()).toEqual([
      ...["base-uri 'none'", "connect-src 'self'", "default-src 'none'", "font-src 'self'"],
      ...["form-action 'none'", "img-src 'self' data:", "script-src 'self'", "style-src 'self'"],
    ])
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<script'))
    const scripts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '')
    expect(scripts.length).toBeGreaterThan(1)
    for (const address of scripts) expect(address).toMatch(/^\.?\/[\w./-]+$/)
  })

  it('lists every part with its licence', async () => {
    const sbom = JSON.parse(await readFile(resources(system, 'licences/sbom.cdx.json'), 'utf8')) as {
      specVersion: string
      components: { name: string; purl: string; hashes?: { content: string }[] }[]
    }
    expect(sbom.specVersion).toBe('1.6')
    const purls = sbom.components.map(({ purl }) => purl)
    const packed = listPackage(archive(), { isPack: false }).filter((path) =>
      /^\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path),
    )
    for (const path of packed) {
      const { name, version } = JSON.parse(extractFile(archive(), path.slice(1)).toString()) as {
        name: string
        version: string
      }
      expect(purls).toContain(`pkg:npm/${name.replace('@', '%40')}@${version}`)
    }
    for (const name of ['react', 'electron', 'containerd', ...published.names])
      expect(sbom.components.map((component) => component.name)).toContain(name)
    const notices = await readFile(resources(system, 'licences/THIRD-PARTY-NOTICES.txt'), 'utf8')
    expect(notices).toContain('Permission is hereby granted, free of charge')
    expect(notices).toContain('docker-compose 1.2.3')
  })

  it('tells how large it is when installed', () => {
    expect(printed).toMatch(new RegExp(`${system}-x64: \\d+\\.\\d MB installed`))
  })
})

/** In the place of Electron, which is a stand-in here: Node does what Electron does as Node. */
it.each(['linux', 'mac'] as const)(
  'has for %s a portside command that passes on every word',
  async (system) => {
    const program = system === 'linux' ? 'portside' : 'MacOS/Portside'
    const at = join(folder, `installed in ${system}`, 'Contents')
    const asar = join(at, 'resources/app.asar/out/main')
    await mkdir(asar, { recursive: true })
    await mkdir(dirname(join(at, program)), { recursive: true })
    await symlink(process.execPath, join(at, program))
    await cp(resources(system, 'tools'), join(at, 'resources/tools'), { recursive: true })
    await writeFile(
      join(asar, 'portside.js'),
      'console.log(JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)]))\nprocess.exitCode = 3',
    )
    const link = join(folder, `portside-${system}`)
    await symlink(relative(folder, join(at, 'resources/tools/portside')), link)
    // A folder of PATH may be a link itself, and CDPATH sends `cd` elsewhere.
    const tools = join(folder, `-도구 & 100% ${system}`)
    await symlink(join(at, 'resources/tools'), tools)
    const words = ['containers', 'run', '--env-file', 'not there', '', '--', "it's $HOME"]
    const ways = [[link], [join(tools, 'portside')], ['sh', '--', `${basename(tools)}/portside`]] as const
    for (const [program, ...before] of ways) {
      const env = { ...process.env, CDPATH: dirname(folder) }
      const failed = (await run(program, [...before, ...words], { cwd: folder, env }).catch(
        (error: unknown) => error,
      )) as { code: number; stdout: string }
      expect(failed.code).toBe(3)
      expect(JSON.parse(failed.stdout)).toEqual(['1', ...words])
    }
  },
)

it('has for Windows a portside command in lines that cmd reads, led to where the app is', async () => {
  const text = await readFile(resources('win', 'tools/portside.cmd'), 'utf8')
  expect(
    text
      .split('\n')
      .slice(0, -1)
      .every((line) => line.endsWith('\r')),
  ).toBe(true)
  const [, exe = '', script = ''] = /^"%~dp0([^"]+)" -- "%~dp0([^"]+)" %\*\r$/m.exec(text) ?? []
  const fromTools = (path: string): string => resources('win', 'tools', ...path.split('\\'))
  expect((await stat(fromTools(exe))).isFile()).toBe(true)
  const inAsar = relative(resources('win', 'app.asar'), fromTools(script))
  expect(extractFile(resources('win', 'app.asar'), inAsar).length).toBeGreaterThan(0)
})

it('knows where updates are published, the same for all systems', async () => {
  const text = await readFile(resources('linux', 'app-update.yml'), 'utf8')
  expect(text).toMatch(/^provider: generic$/m)
  expect(text).toMatch(/^url: https:\/\/\S+$/m)
  const config = await readFile(join(root, 'electron-builder.yml'), 'utf8')
  expect(config.match(/publish:/g)).toHaveLength(1)
})

it('is made for all systems and processors in the forms that people expect', async () => {
  const config = parse(await readFile(join(root, 'electron-builder.yml'), 'utf8')) as Record<System, Forms>
  expect(config.linux.target).toEqual(['AppImage', 'deb', 'tar.gz'])
  const both = (form: string, ...archs: string[]) => ({ target: form, arch: archs })
  expect(config.win.target).toEqual([both('nsis', 'x64', 'arm64'), both('msi', 'x64', 'arm64')])
  expect(config.mac.target).toEqual([both('dmg', 'arm64', 'x64'), both('zip', 'arm64', 'x64')])
  expect(config).toMatchObject({
    fileAssociations: [{ ext: 'portside' }],
    protocols: [{ schemes: ['portside'] }],
    nsis: { deleteAppDataOnUninstall: false },
  })
})

interface Forms {
  readonly target: readonly unknown[]
}

describe('on macOS', () => {
  const info = async (): Promise<Record<string, unknown>> =>
    plist.parse(await readFile(join(output, 'mac/Portside.app/Contents/Info.plist'), 'utf8')) as Record<
      string,
      unknown
    >

  it('opens workspaces and links, and takes folders and compose files that are dropped on its icon', async () => {
    const found = await info()
    expect(found.CFBundleDocumentTypes).toMatchObject([
      { LSItemContentTypes: ['public.folder'], LSHandlerRank: 'Alternate' },
      { CFBundleTypeExtensions: ['yaml', 'yml'], LSHandlerRank: 'Alternate' },
      { CFBundleTypeExtensions: ['portside'] },
    ])
    expect(found.CFBundleURLTypes).toMatchObject([{ CFBundleURLSchemes: ['portside'] }])
    expect(found.LSMinimumSystemVersion).toBe('13.0')
    expect(found.ElectronAsarIntegrity).toMatchObject({ 'Resources/app.asar': { algorithm: 'SHA256' } })
  })

  it('is to be signed with the right to run virtual machines, hardened and notarised', async () => {
    const config = await readFile(join(root, 'electron-builder.yml'), 'utf8')
    expect(config).toMatch(/^ {2}hardenedRuntime: true$/m)
    expect(config).toMatch(/^ {2}notarize: true$/m)
    const [, file] = /^ {2}entitlements: (\S+)$/m.exec(config) ?? []
    expect(config).toContain(`entitlementsInherit: ${file}`)
    const rights = plist.parse(await readFile(join(root, file ?? ''), 'utf8'))
    expect(rights).toMatchObject({
      'com.apple.security.virtualization': true,
      'com.apple.security.cs.allow-jit': true,
    })
    expect(rights).not.toHaveProperty('com.apple.security.cs.disable-library-validation')
    expect(rights).not.toHaveProperty('com.apple.security.get-task-allow')
  })
})

describe('what cannot be checked', () => {
  const refused = async (): Promise<string> => {
    const into = join(folder, 'refused')
    const { stderr } = await pack(['linux-x64'], into).then(
      () => ({ stderr: 'it was packed' }),
      (error: { stderr: string }) => error,
    )
    expect(await readdir(into).catch(() => [])).toEqual([])
    return stderr
  }

  it('is not packed: a program without a pin', async () => {
    const text = await refusedWith((file) => ({ ...file, sha256: null }))
    expect(text).toContain('Not pinned for linux-x64: docker, docker-compose, docker-buildx.')
    expect(text).toContain('npm run runtime -- pin linux-x64')
  })

  it('is not packed: a program that is not what was pinned', async () => {
    const text = await refusedWith((file) => ({ ...file, sha256: 'b'.repeat(64) }))
    expect(text).toContain('docker for linux-x64 could not be fetched')
    expect(text).toContain('SHA-256')
  })

  async function refusedWith(change: (file: object) => object): Promise<string> {
    const before = await readFile(published.manifest, 'utf8')
    const { format, programs } = JSON.parse(before) as {
      format: number
      programs: { files: Record<string, object> }[]
    }
    const changed = programs.map((program) => ({
      ...program,
      files: Object.fromEntries(Object.entries(program.files).map(([key, file]) => [key, change(file)])),
    }))
    await writeFile(published.manifest, JSON.stringify({ format, programs: changed }))
    try {
      return await refused()
    } finally {
      await writeFile(published.manifest, before)
    }
  }
})
