// The driver for QEMU: one Linux VM of this user, on Linux and macOS, with or without hardware acceleration.
import { mkdir, rm } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import type { Log } from '../../base/log'
import type { Paths } from '../../base/paths'
import { prepareCredentials, type Credentials } from '../certificates'
import { newest } from '../console-log'
import { cpuTimeMs } from '../cpu-time'
import { withSpaceErrors } from '../disk-space'
import type { Driver, StartContext, UnexpectedEnd } from '../driver'
import { prepareGuestImage, removeOtherImages, type GuestImage } from '../guest-image'
import { gvproxyForwarder } from '../gvproxy-forwarder'
import { machineRecordFile } from '../machine-record'
import { parseMeminfo } from '../meminfo'
import type { Accelerator, Arch } from './command-line'
import { prepareDataDisk } from './data-disk'
import { endLeftovers } from './leftovers'
import { machineFiles } from './machine-files'
import { bootVm, type RunningVm } from './boot'

const meminfoDeadlineMs = 1_500
const execDeadlineMs = 120_000
/** What creating a machine writes besides the image, in bytes; the data disk itself is sparse. */
const createBytes = 1024 * 1024

export interface QemuOptions {
  readonly paths: Paths
  /** Folder with the packed guest image. */
  readonly guestImageDir: string
  /** Folders in which bundled programs are looked for before PATH. */
  readonly toolFolders: readonly string[]
  readonly arch: Arch
  readonly cpus: number
  /** In bytes. */
  readonly memoryBytes: number
  /** Skips the probe. */
  readonly accelerator?: Accelerator
  /** Size of a new data disk in bytes. */
  readonly dataDiskBytes?: number
  /** Asked at each start for settings of dockerd. */
  readonly daemon?: () => Promise<Readonly<Record<string, unknown>>>
  readonly log: Log
}

export interface Prepared {
  readonly image: GuestImage
  readonly credentials: Credentials
  readonly machineId: string
}

/** @throws host.socket-path-too-long */
export function createQemuDriver(options: QemuOptions): Driver {
  const { paths, log } = options
  const files = machineFiles(paths)
  const record = machineRecordFile(files.record)
  const listeners = new Set<(end: UnexpectedEnd) => void>()
  let vm: RunningVm | undefined
  let accelerator = options.accelerator

  const running = (): RunningVm => {
    if (vm) return vm
    throw new AppError('machine.not-running')
  }
  const prepare = async ({ step }: StartContext): Promise<Prepared> => {
    const image = await step('image', 'Linux image', async (report) => {
      for (const folder of [paths.machine, paths.run, paths.guestImages])
        await mkdir(folder, { recursive: true, mode: 0o700 })
      const prepared = await prepareGuestImage({
        packed: options.guestImageDir,
        unpacked: paths.guestImages,
        thorough: (await record.read())?.startUnfinished ?? false,
        signal: report.signal,
        onProgress: (done, total) => report.progress({ done, total, unit: 'bytes' }),
      })
      report.facts({ kernel: prepared.kernelVersion, engine: prepared.engineVersion })
      return prepared
    })
    return step('disk', 'disk', () =>
      withSpaceErrors(paths.machine, createBytes, async () => {
        await endLeftovers(files, log)
        const { machineId } = await prepareDataDisk(files, record, options.dataDiskBytes)
        return { image, machineId, credentials: await prepareCredentials(files.certificates) }
      }),
    )
  }
  const ended = (one: RunningVm, error: AppError): void => {
    if (vm !== one) return
    vm = undefined
    log.error('the virtual machine ended', error)
    for (const listener of listeners) listener({ error })
  }
  const stop = async (how: 'stop' | 'kill'): Promise<void> => {
    const one = vm
    vm = undefined
    await one?.[how]()
  }

  return {
    name: 'qemu',
    features: new Set(['forwards', 'exec', 'console', 'discard', 'balloon', 'disk-grow', 'clock-sync']),
    steps: ['image', 'disk', 'network', 'vm', 'engine'],
    shape: () => ({
      cpus: options.cpus,
      memoryBytes: options.memoryBytes,
      ...(accelerator ? { accelerator } : {}),
    }),
    exists: async () => (await record.read())?.dataDisk !== undefined,
    create: async (context) => {
      if (!vm) await prepare(context)
    },
    start: async (context) => {
      if (vm) return
      const prepared = await prepare(context)
      await record.update({ startUnfinished: true })
      const booted = await bootVm(context, { ...options, files, record, prepared })
      vm = booted
      accelerator = booted.accelerator
      void booted.unexpectedEnd.then((error) => ended(booted, error))
      await record.update({ startUnfinished: false, imageHash: prepared.image.hash })
      await removeOtherImages(paths.guestImages, prepared.image.hash)
    },
    stop: () => stop('stop'),
    kill: () => stop('kill'),
    delete: async () => {
      await stop('kill')
      await endLeftovers(files, log)
      for (const folder of [paths.machine, paths.guestImages])
        await rm(folder, { recursive: true, force: true })
    },
    onExit: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dial: async ({ signal } = {}) => running().dial(signal),
    guest: {
      exec: async (command, { signal } = {}) => {
        const request = { deadlineMs: execDeadlineMs, signal }
        const { exitCode, text } = await running().agent.request('exec', command, request)
        return { exitCode, output: text }
      },
    },
    forwarder: gvproxyForwarder(() => {
      running()
      return files.networkApi
    }),
    usage: async ({ signal } = {}) => {
      if (!vm) return undefined
      const { pids, agent } = vm
      const cpuMs = (await Promise.all(pids.map(cpuTimeMs))).reduce((sum, ms) => sum + ms, 0)
      const answer = await agent.request('meminfo', undefined, { deadlineMs: meminfoDeadlineMs, signal })
      const memory = parseMeminfo(answer.text)
      return memory && { cpuMs, memoryUsedBytes: memory.usedBytes, memoryTotalBytes: memory.totalBytes }
    },
    console: () => newest(files.console),
  }
}
