// Starters of projects whose programs are JavaScript.
import { dropRights, listens, opening, say, whenStarted, type StarterLine } from './lines'
import type { Project } from './project'

interface PackageManager {
  readonly lock: string
  readonly prepare: readonly string[]
  readonly install: string
  readonly installForRunning: string
  /** Takes away what only the build needs. */
  readonly prune: string
  readonly run: string
}

const npm: PackageManager = {
  lock: 'package-lock.json',
  prepare: [],
  install: 'npm ci',
  installForRunning: 'npm ci --omit=dev',
  prune: 'npm prune --omit=dev',
  run: 'npm run',
}
const managers: readonly PackageManager[] = [
  npm,
  {
    lock: 'pnpm-lock.yaml',
    prepare: ['RUN corepack enable'],
    install: 'pnpm install --frozen-lockfile',
    installForRunning: 'pnpm install --frozen-lockfile --prod',
    prune: 'pnpm prune --prod',
    run: 'pnpm run',
  },
  {
    lock: 'yarn.lock',
    prepare: ['RUN corepack enable'],
    install: 'yarn install --frozen-lockfile',
    installForRunning: 'yarn install --frozen-lockfile --production',
    prune: 'yarn install --frozen-lockfile --production',
    run: 'yarn run',
  },
]
const withoutLock: PackageManager = {
  ...npm,
  install: 'npm install',
  installForRunning: 'npm install --omit=dev',
}

export function nodeStarter({ names, scripts }: Project): readonly StarterLine[] {
  const manager = managers.find(({ lock }) => names.has(lock)) ?? withoutLock
  const files = ['package.json', ...(names.has(manager.lock) ? [manager.lock] : [])].join(' ')
  const builds = 'build' in scripts
  return [
    ...opening,
    say(
      'The image to begin with: a small Linux with Node.js. "slim" leaves out compilers.',
      '시작할 이미지예요. Node.js가 있는 작은 Linux이고, "slim"에는 컴파일러가 없어요.',
    ),
    'FROM node:22-slim AS base',
    'WORKDIR /app',
    ...manager.prepare,
    say(
      'Only the lists of packages: as long as they stay the same, the packages are not fetched again.',
      '패키지 목록만 먼저 복사해요. 목록이 그대로면 패키지를 다시 받지 않아요.',
    ),
    `COPY ${files} ./`,
    '',
    ...(builds
      ? [
          say(
            'A stage of its own for the build: its tools do not get into the image.',
            '빌드는 따로 된 단계에서 해요. 빌드 도구는 이미지에 남지 않아요.',
          ),
          'FROM base AS build',
          `RUN ${manager.install}`,
          'COPY . .',
          `RUN ${manager.run} build && ${manager.prune}`,
          '',
        ]
      : []),
    'FROM base',
    'ENV NODE_ENV=production',
    ...(builds ? ['COPY --from=build /app ./'] : [`RUN ${manager.installForRunning}`, 'COPY . .']),
    dropRights,
    'USER node',
    ...listens(3000),
    whenStarted,
    startCommand(scripts, names),
  ]
}

/** Without npm in between the program itself is asked to stop. */
function startCommand(scripts: Project['scripts'], names: Project['names']): string {
  const plain = /^node ([\w./-]+)$/.exec(scripts.start ?? '')?.[1]
  if (plain !== undefined) return `CMD ["node", "${plain}"]`
  if (scripts.start !== undefined) return 'CMD ["npm", "start"]'
  const file = ['server.js', 'app.js', 'index.js'].find((name) => names.has(name)) ?? 'index.js'
  return `CMD ["node", "${file}"]`
}

export const staticStarter: readonly StarterLine[] = [
  ...opening,
  say(
    'The image to begin with: the web server nginx, which hands out the files of one folder.',
    '시작할 이미지예요. 한 폴더의 파일을 보여 주는 웹 서버 nginx예요.',
  ),
  'FROM nginx:stable',
  'COPY . /usr/share/nginx/html',
  ...listens(80),
]
