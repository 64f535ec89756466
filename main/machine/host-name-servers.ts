// Which name server this computer asks, from resolv.conf(5), and when that changes: another Wi-Fi, a VPN.
import { watch, type FSWatcher } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import { basename, dirname } from 'node:path'

const settleMs = 200
const usualPort = 53

export interface NameServer {
  /** IPv4: the machine's network has no other. */
  readonly address: string
  readonly port: number
}

/** The first server that the machine's network can reach; `port` is macOS's addition (resolver(5)). */
export function parseNameServer(text: string): NameServer | undefined {
  const values = (key: string): string[] =>
    text
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([name, value]) => (name === key && value ? [value] : []))
  const address = values('nameserver').find((one) => isIPv4(one))
  return address === undefined ? undefined : { address, port: Number(values('port')[0]) || usualPort }
}

/** Undefined when there is none, or no such file. */
export const readNameServer = async (file: string): Promise<NameServer | undefined> =>
  parseNameServer(await readFile(file, 'utf8').catch(() => ''))

/** Calls the listener some moments after the file changed or was replaced. Returns what ends it. */
export async function watchResolvConf(file: string, onChange: () => void): Promise<() => void> {
  // The file is replaced as a whole, and often is a link to another folder.
  const real = await realpath(file).catch(() => file)
  let timer: NodeJS.Timeout | undefined
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onChange, settleMs)
    timer.unref()
  }
  const watchers = [...new Set([file, real])].flatMap((path) => watchFolderOf(path, later))
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

function watchFolderOf(path: string, onChange: () => void): FSWatcher[] {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) onChange()
    })
    watcher.on('error', () => watcher.close())
    return [watcher]
  } catch {
    return []
  }
}
