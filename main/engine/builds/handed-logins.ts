// Hands kept logins to docker-buildx for one build: by a credential helper that answers from the environment.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { parseDockerConfig } from '../../base/docker-config'
import { tokenUser, type EngineAuth } from '../registries/logins'

const nothingThere = 'credentials not found in native keychain'
const loginName = (index: number): string => `PORTSIDE_BUILD_LOGIN_${index}`

/**
 * Writes a Docker configuration into the folder: the person's own, and for these registries a helper that knows their
 * logins. No secret is in a file or an argument. Environment for buildx; protocol and `credHelpers` as in docker/cli.
 */
export async function handLogins(
  scratch: string,
  logins: readonly EngineAuth[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<NodeJS.ProcessEnv> {
  if (logins.length === 0) return {}
  const folder = join(scratch, 'docker')
  await mkdir(folder, { mode: 0o700 })
  const own = env.DOCKER_CONFIG ?? join(homedir(), '.docker')
  const { currentContext: _, credHelpers, ...config } = await readConfig(join(own, 'config.json'))
  const helpers = Object.fromEntries(logins.map(({ serveraddress }) => [serveraddress, 'portside']))
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ ...config, credHelpers: { ...asObject(credHelpers), ...helpers } }),
    { mode: 0o600 },
  )
  const servers = logins.map(({ serveraddress }) => serveraddress)
  const windows = platform === 'win32'
  const program = join(folder, windows ? 'docker-credential-portside.cmd' : 'docker-credential-portside')
  await writeFile(program, windows ? commandScript(servers) : shellScript(servers), { mode: 0o700 })
  await chmod(program, 0o700)
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    [path]: `${folder}${delimiter}${env[path] ?? ''}`,
    DOCKER_CONFIG: folder,
    // What buildx itself remembers is no affair of one build.
    BUILDX_CONFIG: env.BUILDX_CONFIG ?? join(own, 'buildx'),
    ...Object.fromEntries(logins.map((login, index) => [loginName(index), answerOf(login)])),
  }
}

/** Empty where there is none, or one that Docker could not read, either. */
const readConfig = async (file: string): Promise<Record<string, unknown>> =>
  parseDockerConfig(await readFile(file, 'utf8').catch(() => '')) ?? {}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

/** In ASCII, so that no code page of a console changes it. */
function answerOf({ serveraddress, username = '', password = '', identitytoken }: EngineAuth): string {
  const login =
    identitytoken === undefined
      ? { Username: username, Secret: password }
      : { Username: tokenUser, Secret: identitytoken }
  return JSON.stringify({ ServerURL: serveraddress, ...login }).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Server names are hosts or the address of Docker Hub: nothing in them means something to a shell. */
const shellScript = (servers: readonly string[]): string =>
  [
    '#!/bin/sh',
    '[ "$1" = get ] || { echo "{}"; exit 0; }',
    'read -r server',
    'case "$server" in',
    ...servers.map((server, index) => `'${server}') printf '%s\\n' "$${loginName(index)}" ;;`),
    `*) echo '${nothingThere}'; exit 1 ;;`,
    'esac',
    '',
  ].join('\n')

/** Delayed expansion gives a value as it is, whatever characters it has. */
const commandScript = (servers: readonly string[]): string =>
  [
    '@echo off',
    'setlocal EnableDelayedExpansion',
    'if not "%~1"=="get" (echo {}& exit /b 0)',
    'set "server="',
    'set /p "server="',
    ...servers.map((server, index) => `if "!server!"=="${server}" (echo(!${loginName(index)}!& exit /b 0)`),
    `echo ${nothingThere}`,
    'exit /b 1',
    '',
  ].join('\r\n')
