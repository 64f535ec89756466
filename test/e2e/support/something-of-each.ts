// Something of each kind on an engine, so that a walk through the window finds no section empty.
import { execFileSync } from 'node:child_process'

export interface SomethingOfEach {
  readonly running: string
  readonly project: string
  remove(): void
}

/** @param host as `docker --host` takes it */
export function makeSomethingOfEach(host: string): SomethingOfEach {
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' })
  const project = 'payments'
  const running = 'room-runs'
  const labels = [`com.docker.compose.project=${project}`, 'com.docker.compose.service=api']
  docker('pull', '-q', 'busybox')
  docker('network', 'create', 'room-net')
  docker(
    ...['run', '-d', '--init', '--name', running, '-v', 'room-data:/data', '--network', 'room-net'],
    ...labels.flatMap((label) => ['--label', label]),
    ...['busybox', 'sleep', '600'],
  )
  docker('run', '-d', '--name', 'room-failed', 'busybox', 'sh', '-c', 'echo no config; exit 3')
  return {
    running,
    project,
    remove: () => {
      docker('rm', '-f', '-v', running, 'room-failed')
      docker('volume', 'rm', 'room-data')
      docker('network', 'rm', 'room-net')
    },
  }
}
