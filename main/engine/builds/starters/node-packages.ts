// The programs that fetch packages for Node.js, and how each is told to.

export interface PackageManager {
  readonly prepare: readonly string[]
  readonly install: string
  readonly installForRunning: string
  /** Takes away what only the build needs. */
  readonly prune: string
  readonly run: string
  /** Where it keeps what it downloaded. */
  readonly cache: string
}

const npm: PackageManager = {
  prepare: [],
  install: 'npm ci',
  installForRunning: 'npm ci --omit=dev',
  prune: 'npm prune --omit=dev',
  run: 'npm run',
  cache: '/root/.npm',
}
/** Without a list of exact versions. */
const unlocked: PackageManager = {
  ...npm,
  install: 'npm install',
  installForRunning: 'npm install --omit=dev',
}

/** https://pnpm.io/cli/install; the store has to be where the mounted folder is. */
const pnpm: PackageManager = {
  prepare: ['RUN corepack enable'],
  install: 'pnpm install --frozen-lockfile --store-dir /pnpm-store --package-import-method copy',
  installForRunning:
    'pnpm install --frozen-lockfile --store-dir /pnpm-store --package-import-method copy --prod',
  prune: 'pnpm prune --prod',
  run: 'pnpm run',
  cache: '/pnpm-store',
}

const yarn: PackageManager = {
  prepare: ['RUN corepack enable'],
  install: 'yarn install --frozen-lockfile --cache-folder /yarn-cache',
  installForRunning: 'yarn install --frozen-lockfile --production --cache-folder /yarn-cache',
  prune: 'yarn install --frozen-lockfile --production --ignore-scripts --prefer-offline',
  run: 'yarn run',
  cache: '/yarn-cache',
}

/** From version 2 on it is another program: https://yarnpkg.com/cli/install. */
const berry: PackageManager = {
  prepare: ['RUN corepack enable'],
  install: 'yarn install --immutable',
  installForRunning: 'yarn workspaces focus --all --production',
  prune: 'yarn workspaces focus --all --production',
  run: 'yarn run',
  cache: '/root/.yarn/berry/cache',
}

/** @param asked `packageManager` of package.json, `pnpm@9.1.0` */
export function managerOf(names: ReadonlySet<string>, asked: string): PackageManager {
  const [, name, major] = /^(npm|pnpm|yarn)@(\d+)/.exec(asked) ?? []
  const isBerry = names.has('.yarnrc.yml') || (name === 'yarn' && Number(major) > 1)
  if (names.has('pnpm-lock.yaml')) return pnpm
  if (names.has('yarn.lock')) return isBerry ? berry : yarn
  return names.has('package-lock.json') || names.has('npm-shrinkwrap.json') ? npm : unlocked
}
