// The emulated VM: the network that all distributions share, behind a bridge of this computer.
import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * @param {import('./registry.mjs').Registry} registry
 * @returns {Promise<{ pid: number, socket: string, outside: string, stop: () => void }>} `socket` is where vm-inside.mjs
 *   listens, `outside` where it asks for what listens on Windows
 */
export async function startVm({ home, setup: { network } }) {
  const socket = join(home, 'inside.sock')
  const inside = join(import.meta.dirname, 'vm-inside.mjs')
  const outside = join(home, 'outside.sock')
  const args = ['--pdeathsig', 'SIGKILL', 'unshare', '--net', process.execPath, inside, socket, outside]
  const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('the VM ended at once')))
  })
  const pid = child.pid ?? 0
  const outer = network.bridge.replace('psb', 'psw')
  const ip = (/** @type {string} */ line) => execFileSync('ip', line.split(' '))
  const inNet = (/** @type {string} */ line) =>
    execFileSync('nsenter', [`--net=/proc/${pid}/ns/net`, 'ip', ...line.split(' ')])
  ip(`link add ${outer} type veth peer name eth0 netns ${pid}`)
  ip(`link set ${outer} master ${network.bridge} up`)
  inNet('link set lo up')
  inNet(`addr add ${network.address}/24 dev eth0`)
  inNet('link set eth0 up')
  inNet(`route add default via ${network.gateway}`)
  return { pid, socket, outside, stop: () => child.kill('SIGKILL') }
}
