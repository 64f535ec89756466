// Starters of projects whose programs are JavaScript, and of pages that a build makes.
import {
  ask,
  dropRights,
  keptDownloads,
  listens,
  listFirst,
  onlyLocal,
  opening,
  ownBuildStage,
  say,
  whenStarted,
  type StarterLine,
} from './lines'
import { managerOf, type PackageManager } from './node-packages'
import { pagesServed } from './pages'
import { findIn, portOf, type Project } from './project'

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly packages: ReadonlySet<string>
  readonly main: string | undefined
  readonly node: string | undefined
  readonly packageManager: string
  readonly name: string
  /** Packages of its own in folders below. */
  readonly isSplit: boolean
}

export async function nodeStarter(project: Project): Promise<readonly StarterLine[]> {
  const manifest = readManifest(await project.read('package.json'))
  const split = manifest.isSplit || project.names.has('pnpm-workspace.yaml')
  const manager = managerOf(project.names, manifest.packageManager)
  const builds = 'build' in manifest.scripts
  const from = `FROM node:${await versionOf(project, manifest)}-slim`
  const shared = { project, manifest, manager, split, from }
  const pages = builds ? await builtPages(project, manifest) : undefined
  return pages === undefined ? program(shared, builds) : builtSite(shared, pages)
}

interface Shared {
  readonly project: Project
  readonly manifest: Manifest
  readonly manager: PackageManager
  readonly split: boolean
  readonly from: string
}

const slim = say(
  'The image to begin with: a small Linux with Node.js. "slim" leaves out compilers.',
  '시작할 이미지예요. Node.js가 있는 작은 Linux이고, "slim"에는 컴파일러가 없어요.',
)

async function program(shared: Shared, builds: boolean): Promise<readonly StarterLine[]> {
  const { project, manifest, manager, from } = shared
  const start = await startOf(project, manifest)
  // What starts it by way of a tool for development needs that tool.
  const install = start.needsTools ? manager.install : manager.installForRunning
  const prune = start.needsTools ? '' : ` && ${manager.prune}`
  return [
    ...opening,
    ...(builds ? [ownBuildStage] : [slim]),
    builds ? `${from} AS build` : from,
    ...(builds
      ? [...fetching(shared, manager.install), `RUN ${manager.run} build${prune}`]
      : ['ENV NODE_ENV=production', ...fetching(shared, install)]),
    ...(builds
      ? ['', slim, from, 'ENV NODE_ENV=production', 'WORKDIR /app', 'COPY --from=build /app ./']
      : []),
    ...start.ending,
    dropRights,
    'USER node',
    ...(await listening(project, start.files)),
    ...start.lines,
  ]
}

/** The packages, and then the files of the project. */
function fetching({ manager, split, project }: Shared, install: string): readonly StarterLine[] {
  const copied = [
    'package.json',
    ...[
      'package-lock.json',
      'npm-shrinkwrap.json',
      'pnpm-lock.yaml',
      'yarn.lock',
      '.npmrc',
      '.yarnrc.yml',
    ].filter((name) => project.names.has(name)),
  ].join(' ')
  const run = `RUN --mount=type=cache,target=${manager.cache} ${install}`
  const releases = project.names.has('.yarn') ? ['COPY .yarn .yarn'] : []
  return [
    'WORKDIR /app',
    ...manager.prepare,
    ...(split ? ['COPY . .'] : [listFirst, `COPY ${copied} ./`, ...releases]),
    keptDownloads,
    run,
    ...(split ? [] : ['COPY . .']),
  ]
}

async function listening(project: Project, files: readonly string[]): Promise<readonly StarterLine[]> {
  const told = await findIn(project, files, /\.listen\(\s*(\d{2,5})\b|\bport\b[^\n;,]*?\b(\d{2,5})\b/i)
  const port = portOf(told?.match[1] ?? told?.match[2], 3000)
  const local = await findIn(project, files, /\.listen\([^)]*["'](?:localhost|127\.0\.0\.1)["']/)
  const check = `node -e "require('net').connect(${port}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))"`
  return [...(local ? [onlyLocal(local.file)] : []), ...listens(port, check)]
}

interface Start {
  readonly lines: readonly StarterLine[]
  /** What has to be in the image so that it ends when it is asked to. */
  readonly ending: readonly StarterLine[]
  /** Where the program may begin. */
  readonly files: readonly string[]
  readonly needsTools: boolean
}

const usualFiles = ['server', 'app', 'index', 'main'].flatMap((name) =>
  ['js', 'mjs', 'cjs'].flatMap((end) => [`${name}.${end}`, `src/${name}.${end}`]),
)

/** Without npm in between the program itself is asked to stop. */
async function startOf(project: Project, { scripts, main }: Manifest): Promise<Start> {
  const { start } = scripts
  const plain = /^(?:NODE_ENV=\S+ )?(?:node|nodemon) ([\w./-]+)$/.exec(start ?? '')?.[1]
  if (plain !== undefined) return started(project, plain, sources(plain))
  if (start !== undefined) {
    const needsTools = /\b(?:ts-node|tsx|nodemon|babel-node|vite|webpack)\b/.test(start)
    // npm hands the wish to stop on to what it started.
    return { lines: [whenStarted, 'CMD ["npm", "start"]'], ending: [], files: usualSources, needsTools }
  }
  for (const file of [...(main === undefined ? [] : [main]), ...usualFiles])
    if (await project.has(file)) return started(project, file, [file])
  const unknown = ask(
    'package.json has no "start" script, and no file here has a usual name: name the file that starts your program.',
    'package.json에 "start" 스크립트가 없고 흔히 쓰는 이름의 파일도 없어요. 프로그램을 시작하는 파일 이름을 쓰세요.',
  )
  return {
    ...(await started(project, 'index.js', usualSources)),
    lines: [unknown, command('index.js', true)],
  }
}

const endFile = '/usr/local/lib/end.cjs'
/** The listener is gone when it is called, so that only those of the program itself count. */
const ending: readonly StarterLine[] = [
  say(
    'Asked to stop, the first process of a container does not end by itself, and would be killed after 10 s. This ends it at once, unless your program has a process.on("SIGTERM") of its own.',
    '컨테이너의 첫 프로세스는 멈추라는 신호만으로는 끝나지 않아 10초 뒤에 강제로 끝나요. 프로그램에 process.on("SIGTERM")이 없으면 이 파일이 바로 끝내 줘요.',
  ),
  `RUN echo "process.once('SIGTERM', () => process.listenerCount('SIGTERM') || process.exit(143))" >${endFile}`,
]
const command = (file: string, ends: boolean): string =>
  `CMD [${['node', ...(ends ? ['--require', endFile] : []), file].map((word) => `"${word}"`).join(', ')}]`

async function started(project: Project, file: string, files: readonly string[]): Promise<Start> {
  const own = (await findIn(project, files, /["']SIGTERM["']/)) !== undefined
  const lines = [whenStarted, command(file, !own)]
  return { lines, ending: own ? [] : ending, files, needsTools: false }
}

const usualSources = [...usualFiles, 'src/main.ts', 'src/index.ts', 'src/server.ts', 'src/app.ts']

/** What `dist/server.js` was made of tells the port before anything is built. */
const sources = (file: string): readonly string[] => [
  file.replace(/^\.\//, ''),
  file.replace(/^(?:\.\/)?(?:dist|build|lib)\//, 'src/').replace(/\.[cm]?js$/, '.ts'),
]

/** Tools that make pages, each with the folder that they lie in then. */
const pageTools: readonly (readonly [string, string])[] = [
  ['react-scripts', 'build'],
  ['vite', 'dist'],
  ['@vue/cli-service', 'dist'],
  ['@angular/cli', 'dist'],
  ['parcel', 'dist'],
]
const servers = [
  ...[
    'express',
    'fastify',
    'koa',
    '@nestjs/core',
    'next',
    'nuxt',
    'hono',
    '@sveltejs/kit',
    '@remix-run/serve',
  ],
  ...['@hapi/hapi', 'socket.io', 'ws'],
]

/** The folder with the pages, when pages are all that the build makes. */
async function builtPages(
  project: Project,
  { packages, scripts, name }: Manifest,
): Promise<string | undefined> {
  const tool = pageTools.find(([one]) => packages.has(one))
  if (!tool || servers.some((one) => packages.has(one)) || /\bnode\b/.test(scripts.start ?? ''))
    return undefined
  if (tool[0] === '@angular/cli') return `dist/${name}/browser`
  const told = await findIn(project, ['vite.config.ts', 'vite.config.js'], /outDir\s*:\s*["']([\w./-]+)["']/)
  return told?.match[1] ?? tool[1]
}

function builtSite(shared: Shared, folder: string): readonly StarterLine[] {
  const { manager, from } = shared
  return [
    ...opening,
    ownBuildStage,
    `${from} AS build`,
    ...fetching(shared, manager.install),
    `RUN ${manager.run} build`,
    '',
    ...pagesServed(`--from=build /app/${folder}`, true),
  ]
}

/** What `.nvmrc` or package.json asks for, when it names one version. */
async function versionOf({ read }: Project, { node }: Manifest): Promise<string> {
  const said = (await read('.nvmrc')) || (await read('.node-version'))
  const major = /^v?(\d+)/.exec(said.trim())?.[1] ?? /^[~^=v]*(\d+)(?:\.[\dx*.]+)?$/.exec(node ?? '')?.[1]
  return major ?? '24'
}

function readManifest(text: string): Manifest {
  const content = parsed(text)
  const wordsOf = (key: string): Readonly<Record<string, string>> => {
    const value = content[key]
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  }
  const textOf = (key: string): string | undefined => {
    const value = content[key]
    return typeof value === 'string' ? value : undefined
  }
  return {
    scripts: wordsOf('scripts'),
    packages: new Set(Object.keys({ ...wordsOf('dependencies'), ...wordsOf('devDependencies') })),
    main: /^[\w./-]+$/.exec(textOf('main') ?? '')?.[0],
    node: wordsOf('engines').node,
    packageManager: textOf('packageManager') ?? '',
    name: /^[\w-]+$/.exec(textOf('name') ?? '')?.[0] ?? 'app',
    isSplit: content.workspaces !== undefined,
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof content === 'object' && content !== null ? { ...content } : {}
  } catch {
    return {}
  }
}
