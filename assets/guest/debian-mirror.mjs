// Finds the Debian mirror that this machine already uses, so that no host name stands in the recipe.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Base URL of a Debian archive (the folder that has `dists/` and `pool/`), without a trailing slash.
 * `PORTSIDE_DEBIAN_MIRROR` wins; otherwise apt's own configuration is asked.
 * @returns {Promise<string>}
 */
export async function debianMirror() {
  const chosen = process.env.PORTSIDE_DEBIAN_MIRROR
  if (chosen) return chosen.replace(/\/+$/, '')
  const found = pickMirror(await aptRepositories())
  if (!found) {
    throw new Error(
      'No Debian mirror is configured on this machine. ' +
        'Set PORTSIDE_DEBIAN_MIRROR to the address of one (the folder that has dists/ and pool/).',
    )
  }
  return found
}

/**
 * The first main archive among apt's repositories: over HTTP, and not a security or vendor archive.
 * @param {readonly string[]} repositories
 * @returns {string | undefined}
 */
export function pickMirror(repositories) {
  return repositories
    .filter((uri) => /^https?:\/\//.test(uri))
    .map((uri) => uri.replace(/\/+$/, ''))
    .find((uri) => /\/debian$/.test(uri))
}

async function aptRepositories() {
  try {
    const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)'])
    return [...new Set(stdout.split('\n').filter(Boolean))]
  } catch {
    return []
  }
}

/**
 * The HTTP proxy of apt's configuration or of the environment, when there is one.
 * @returns {Promise<string | undefined>}
 */
export async function debianProxy() {
  if (process.env.http_proxy) return process.env.http_proxy
  try {
    const { stdout } = await run('apt-config', ['shell', 'PROXY', 'Acquire::http::Proxy'])
    const value = /PROXY='([^']+)'/.exec(stdout)?.[1]
    return value && value !== 'DIRECT' ? value : undefined
  } catch {
    return undefined
  }
}
