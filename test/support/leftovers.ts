// What a test engine could leave on this computer, and the check that it left nothing.
import { readFile, readdir, readlink, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../main/base/child'
import { until } from '../../main/base/until'

export type Namespace = 'pid' | 'net' | 'mnt'

/** Name of a process's namespace (`pid:[4026532301]`); undefined when the process is gone. */
export const namespaceOf = (pid: number, namespace: Namespace): Promise<string | undefined> =>
  readlink(`/proc/${pid}/ns/${namespace}`).catch(() => undefined)

/** The first process that a process started. */
export async function firstChildOf(pid: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const first = children.trim().split(' ')[0]
  return first === undefined || first === '' ? undefined : Number(first)
}

/** Processes of this computer that live in the namespace. */
export async function processesIn(name: string, namespace: Namespace): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number)
  const names = await Promise.all(pids.map((pid) => namespaceOf(pid, namespace)))
  return pids.filter((_, i) => names[i] === name)
}

/** Mount points below a folder, as this process sees them. */
export async function mountsBelow(dir: string): Promise<string[]> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n')
  return lines.map((line) => line.split(' ')[4] ?? '').filter((point) => point.startsWith(`${dir}/`))
}

/** Network interfaces of this computer out of `names`. */
export async function interfacesAmong(names: readonly string[]): Promise<string[]> {
  const present = new Set(await readdir('/sys/class/net'))
  return names.filter((name) => present.has(name))
}

/** Removes a control group in every hierarchy; waits for the kernel to take the last process out of it. */
export async function removeControlGroup(name: string): Promise<void> {
  const root = '/sys/fs/cgroup'
  const hierarchies = (await readdir(root, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
  for (const hierarchy of [root, ...hierarchies]) await thaw(join(hierarchy, name))
  for (const hierarchy of [root, ...hierarchies]) {
    const remove = async (): Promise<true> => {
      await removeTree(join(hierarchy, name))
      return true
    }
    await until(remove, { deadlineMs: 60_000, everyMs: 20, waitingFor: `${hierarchy}/${name} to be empty` })
  }
}

/** Processes of a paused container end no sooner, whoever kills them. */
async function thaw(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  for (const { name } of entries.filter((entry) => entry.isDirectory())) await thaw(join(dir, name))
  const states = [
    ['freezer.state', 'THAWED'],
    ['cgroup.freeze', '0'],
  ] as const
  for (const [file, state] of states)
    if (entries.some(({ name }) => name === file)) await writeFile(join(dir, file), state)
}

/** A control group's files cannot be deleted and need not be: only its folders count. */
async function removeTree(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(dir, entry.name))
  await rmdir(dir)
}

/** Throws when processes of the namespace do not end, or mounts or interfaces stayed. */
export async function assertNothingLeft(what: {
  readonly pidNamespace: string | undefined
  readonly dir: string
  readonly interfaces: readonly string[]
}): Promise<void> {
  const { pidNamespace } = what
  if (pidNamespace !== undefined) {
    const none = async (): Promise<true | undefined> => {
      const left = await processesIn(pidNamespace, 'pid')
      if (left.length > 0) throw new Error(`still running: ${await describe(left)}`)
      return true
    }
    await until(none, { deadlineMs: 60_000, everyMs: 20, waitingFor: 'the processes of the engine to end' })
  }
  const left = [...(await mountsBelow(what.dir)), ...(await interfacesAmong(what.interfaces))]
  if (left.length > 0) throw new Error(`the engine left behind: ${left.join(', ')}`)
}

const describe = async (pids: readonly number[]): Promise<string> =>
  (await run('ps', ['-o', 'pid=,args=', '-p', pids.join(',')])).stdout.trim()

/** Removes a network interface; harmless when it is gone. */
export async function removeInterface(name: string): Promise<void> {
  await run('ip', ['link', 'delete', name])
}

/** Bridges that an engine made, read from its own records so that an engine that died is cleaned up too. */
export async function engineBridges(dir: string): Promise<string[]> {
  const records = await readFile(join(dir, 'data/network/files/local-kv.db'), 'latin1').catch(() => '')
  const names = [...records.matchAll(/"BridgeName":"([\w.-]+)"/g)].map((match) => match[1] ?? '')
  // A claimed bridge belongs to whoever claims it now; an earlier start in this folder may have had its name.
  return interfacesAmong([...new Set(names)].filter((name) => !name.startsWith('psb')))
}
