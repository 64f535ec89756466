// Finds who keeps logins: the helper that the person's Docker uses, one of this system's, or the keychain.
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Keychain } from '../../base/keychain'
import { openHelper } from './credential-helper'
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

/** Undefined when nothing safe is there. The helper of `docker login` comes first: its logins are ours, too. */
export async function pickStore(options: KeeperOptions): Promise<LoginStore | undefined> {
  const { env, platform, keychain, file } = options
  const configured = await configuredHelper(env)
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

/** `credsStore` of the person's config.json, if there is one. */
async function configuredHelper(env: KeeperOptions['env']): Promise<string | undefined> {
  const folder = env.DOCKER_CONFIG ?? join(homedir(), '.docker')
  try {
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as { credsStore?: unknown }
    return typeof config.credsStore === 'string' && config.credsStore !== '' ? config.credsStore : undefined
  } catch {
    // No file, or one that Docker would complain about itself.
    return undefined
  }
}
