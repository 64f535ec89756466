// Whether the folder of a workspace is behind its git remote, and how it is brought forward. Asks no passwords.
import { run } from '../base/child'
import { linkAbort } from '../base/linked-abort'
import { AppError } from '../../preload/errors'
import type { WorkspaceGit } from '../../preload/model'

const askDeadlineMs = 15_000
/** Nothing that a repository configures may run, or wait for somebody to type. */
const quiet = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.gitProxy='],
  ...['-c', 'credential.interactive=false', '-c', 'core.askPass=', '-c', 'core.alternateRefsCommand='],
]
/** Of a remote that is a folder, a repository may name any other program. */
const ownProgram = ['--upload-pack', 'git-upload-pack']
const ownSettings = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
  // Whatever its settings allow: `ext::` runs a program.
  GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file',
}
/** In bytes. One with more settings than this is not asked, for they could not all be looked at. */
const longestSettings = 2 ** 20

type Git = (...args: string[]) => Promise<string | undefined>

/** Undefined where there is no git, or a repository whose settings run programs that cannot be taken out. */
async function gitIn(folder: string, signal: AbortSignal): Promise<Git | undefined> {
  const withFlags =
    (flags: readonly string[]): Git =>
    async (...args) => {
      const ended = await run('git', ['-C', folder, ...quiet, ...flags, ...args], {
        env: { ...process.env, ...ownSettings },
        signal,
        limitBytes: longestSettings,
        windowsHide: true,
      }).catch(() => undefined)
      return ended?.exitCode === 0 ? ended.stdout.trim() : undefined
    }
  const settings = await withFlags([])('config', '--list', '--show-scope', '--null')
  if (settings === undefined || Buffer.byteLength(settings) >= longestSettings - 4096) return undefined
  const flags = withoutPrograms(settings)
  return flags && withFlags(flags)
}

/**
 * `local\0filter.x.smudge\nprogram\0` and so on. What checks files out, and gives logins, is taken out where the
 * repository itself names it; git-lfs is a program that the person installed.
 */
function withoutPrograms(settings: string): string[] | undefined {
  const parts = settings.split('\0')
  const flags: string[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    if (parts[at] !== 'local' && parts[at] !== 'worktree') continue
    const [key, value] = split(parts[at + 1] ?? '')
    if (/^remote\..*\.vcs$/i.test(key)) return undefined
    if (/^credential\./i.test(key)) flags.push('-c', 'credential.helper=', '-c', `${key}=`)
    if (
      !/^filter\..*\.(smudge|clean|process)$/i.test(key) ||
      /^git-lfs (smudge|clean|filter-process)\b[^;&|`$]*$/.test(value)
    )
      continue
    flags.push('-c', `${key}=`, '-c', `${key.replace(/\.[^.]*$/, '')}.required=false`)
  }
  return flags
}

function split(setting: string): [string, string] {
  const end = setting.indexOf('\n')
  return end === -1 ? [setting, ''] : [setting.slice(0, end), setting.slice(end + 1)]
}

/** Undefined where there is no git, no repository, or no remote branch that this one follows. */
export async function askGit(folder: string, signal?: AbortSignal): Promise<WorkspaceGit | undefined> {
  const limit = linkAbort([signal], askDeadlineMs)
  try {
    const git = await gitIn(folder, limit.signal)
    if (!git) return undefined
    const upstream = await git('rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}')
    if (upstream === undefined) return undefined
    const remote = upstream.split('/')[0] ?? 'origin'
    const url = (await git('remote', 'get-url', remote)) ?? remote
    const asked = (await git('fetch', '--quiet', '--no-tags', ...ownProgram, remote)) !== undefined
    signal?.throwIfAborted()
    // The deadline may have passed while the remote was asked; counting needs none of it.
    const later = await gitIn(folder, signal ?? new AbortController().signal)
    const count = await later?.('rev-list', '--count', 'HEAD..@{upstream}')
    const branch = upstream.slice(remote.length + 1)
    return { branch, remote: withoutLogin(url), behind: Number(count ?? 0), asked }
  } finally {
    limit.dispose()
  }
}

/** Of the branch that is checked out, else of `origin`; nothing is asked of it. Undefined where there is none. */
export async function remoteOf(folder: string, signal?: AbortSignal): Promise<string | undefined> {
  const limit = linkAbort([signal], askDeadlineMs)
  try {
    const git = await gitIn(folder, limit.signal)
    const upstream = await git?.('rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}')
    const url = await git?.('remote', 'get-url', upstream?.split('/')[0] ?? 'origin')
    return url === undefined ? undefined : placeOf(url)
  } finally {
    limit.dispose()
    signal?.throwIfAborted()
  }
}

/** Of what is committed in a folder, whatever else its repository holds; undefined where nothing is. */
export async function treeOf(folder: string, signal?: AbortSignal): Promise<string | undefined> {
  const limit = linkAbort([signal], askDeadlineMs)
  try {
    const git = await gitIn(folder, limit.signal)
    return await git?.('rev-parse', '--verify', '--quiet', 'HEAD:./')
  } finally {
    limit.dispose()
    signal?.throwIfAborted()
  }
}

/** Only forward: what the person changed is never merged or lost. @throws workspace.git-diverged */
export async function bringForward(folder: string, signal?: AbortSignal): Promise<void> {
  const git = await gitIn(folder, signal ?? new AbortController().signal)
  const done = await git?.('merge', '--ff-only', '@{upstream}')
  if (done === undefined) throw new AppError('workspace.git-diverged', { params: { folder } })
}

/** `github.com/acme/crm-env` of `https://token@github.com/acme/crm-env.git` and of `git@github.com:acme/crm-env`. */
export const placeOf = (url: string): string =>
  url
    .replace(/^[a-z+]+:\/\/(?=.)/i, '')
    .replace(/^[^/]*@/, '')
    .replace(/^([^/:\\]{2,}):(?!\d+\/)\/*/, '$1/')
    .replace(/\/?(\.git)?\/*$/, '')

/** `acme/crm-env` of `https://token@github.com/acme/crm-env.git`. */
const withoutLogin = (url: string): string =>
  url
    .replace(/^[a-z+]+:\/\/[^/]*\//i, '')
    .replace(/^[^/@]+@[^:]+:/, '')
    .replace(/\.git$/, '')
