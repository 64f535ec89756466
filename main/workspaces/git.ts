// Whether the folder of a workspace is behind its git remote, and how it is brought forward. Asks no passwords.
import { run } from '../base/child'
import { linkAbort } from '../base/linked-abort'
import { AppError } from '../../preload/errors'
import type { WorkspaceGit } from '../../preload/model'

const askDeadlineMs = 15_000
/** Nothing that a repository configures may run, or wait for somebody to type. */
const quiet = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'credential.interactive=false', '-c', 'core.askPass=', '-c', 'core.alternateRefsCommand='],
]
/** Of a remote that is a folder, a repository may name any other program. */
const ownProgram = ['--upload-pack', 'git-upload-pack']

type Git = (...args: string[]) => Promise<string | undefined>

function gitIn(folder: string, signal: AbortSignal): Git {
  return async (...args) => {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' }
    const ended = await run('git', ['-C', folder, ...quiet, ...args], {
      env,
      signal,
      windowsHide: true,
    }).catch(() => undefined)
    return ended?.exitCode === 0 ? ended.stdout.trim() : undefined
  }
}

/** Undefined where there is no git, no repository, or no remote branch that this one follows. */
export async function askGit(folder: string, signal?: AbortSignal): Promise<WorkspaceGit | undefined> {
  const limit = linkAbort([signal], askDeadlineMs)
  try {
    const git = gitIn(folder, limit.signal)
    const upstream = await git('rev-parse', '--abbrev-ref', '--symbolic-full-name', '@{upstream}')
    if (upstream === undefined) return undefined
    const remote = upstream.split('/')[0] ?? 'origin'
    const url = (await git('remote', 'get-url', remote)) ?? remote
    const asked = (await git('fetch', '--quiet', '--no-tags', ...ownProgram, remote)) !== undefined
    signal?.throwIfAborted()
    // The deadline may have passed while the remote was asked; counting needs none of it.
    const count = await gitIn(folder, signal ?? new AbortController().signal)(
      'rev-list',
      '--count',
      'HEAD..@{upstream}',
    )
    const branch = upstream.slice(remote.length + 1)
    return { branch, remote: withoutLogin(url), behind: Number(count ?? 0), asked }
  } finally {
    limit.dispose()
  }
}

/** Only forward: what the person changed is never merged or lost. @throws workspace.git-diverged */
export async function bringForward(folder: string, signal?: AbortSignal): Promise<void> {
  const git = gitIn(folder, signal ?? new AbortController().signal)
  const done = await git('merge', '--ff-only', '@{upstream}')
  if (done === undefined) throw new AppError('workspace.git-diverged', { params: { folder } })
}

/** `acme/crm-env` of `https://token@github.com/acme/crm-env.git`. */
const withoutLogin = (url: string): string =>
  url
    .replace(/^[a-z+]+:\/\/[^/]*\//i, '')
    .replace(/^[^/@]+@[^:]+:/, '')
    .replace(/\.git$/, '')
