// Finds who keeps logins: the helper that the person's Docker uses, one of this system's, or the keychain.
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseDockerConfig } from '../../base/docker-config'
import type { Keychain } from '../../base/keychain'
import { openHelper } from './credential-helper'
import { hostOf, withSingleHelpers } from './single-helpers'
import { keychainLogins } from './keychain-logins'
import type { LoginStore } from './login-store'

export interface KeeperOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Absent where the shell has none. */
  readonly keychain?: Keychain | undefined
  /** Where secrets that the keychain encrypted lie. */
  readonly file: string
}

/** What Docker itself would take, in this order. */
const usual: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['osxkeychain'],
  win32: ['wincred'],
  linux: ['secretservice', 'pass'],
}

/** Undefined when nothing safe is there. The helpers of `docker login` come first: their logins are ours, too. */
export async function pickStore(options: KeeperOptions): Promise<LoginStore | undefined> {
  const configured = await configuredHelpers(options.env)
  const store = await usualStore(options, configured.all)
  return configured.single.size === 0 ? store : withSingleHelpers(store, configured.single, options.env)
}

async function usualStore(
  { env, platform, keychain, file }: KeeperOptions,
  configured: string | undefined,
): Promise<LoginStore | undefined> {
  if (configured !== undefined) {
    const store = await openHelper(configured, env)
    if (store) return store
  }
  if (keychain) return keychainLogins(file, keychain)
  for (const name of usual[platform] ?? []) {
    const store = await openHelper(name, env)
    if (store) return store
  }
  return undefined
}

interface ConfiguredHelpers {
  /** `credsStore` of the person's config.json, if there is one. */
  readonly all: string | undefined
  /** `credHelpers`: for single registries, as clouds have them. */
  readonly single: ReadonlyMap<string, string>
}

async function configuredHelpers(env: KeeperOptions['env']): Promise<ConfiguredHelpers> {
  const folder = env.DOCKER_CONFIG ?? join(homedir(), '.docker')
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '')
  const { credsStore, credHelpers } = parseDockerConfig(text) ?? {}
  const all = typeof credsStore === 'string' && credsStore !== '' ? credsStore : undefined
  const single = Object.entries((credHelpers ?? {}) as object).filter(
    (one): one is [string, string] => typeof one[1] === 'string' && one[1] !== '',
  )
  return { all, single: new Map(single.map(([server, name]) => [hostOf(server), name])) }
}
