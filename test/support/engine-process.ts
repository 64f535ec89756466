// The process of an engine of a test, and the mounts that only it and its containers see.
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Docker from 'dockerode'
import { run, type RunResult } from '../../main/base/child'

/** @param socket of its API, which no other engine has, or of what stands before it in the same folder */
async function enginePid(socket: string): Promise<number> {
  const own = [socket, join(dirname(socket), 'docker.sock')].map((path) => `--host=unix://${path}`)
  for (const pid of await readdir('/proc')) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
    if (words[0]?.endsWith('dockerd') && own.some((word) => words.includes(word))) return Number(pid)
  }
  throw new Error('the engine has no process')
}

/** Runs a program where the engine's mounts are. */
export const runBesideEngine = async (socket: string, ...command: readonly string[]): Promise<RunResult> =>
  run('nsenter', ['--mount', '--target', String(await enginePid(socket)), ...command])

/**
 * Keeps the engine from removing the container whole: something is mounted in what it remembers of its layers, which it
 * does not take away. @returns lets go
 */
export async function holdContainer(socket: string, id: string): Promise<() => Promise<void>> {
  const { Driver: driver } = (await new Docker({ socketPath: socket }).info()) as { readonly Driver: string }
  const held = join(dirname(socket), 'data/image', driver, 'layerdb/mounts', id, 'held')
  const must = async (...command: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await runBesideEngine(socket, ...command)
    if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
  }
  await must('mkdir', held)
  await must('mount', '-t', 'tmpfs', 'none', held)
  return () => must('umount', held)
}
