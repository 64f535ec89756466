// The checks of other Docker products, and of where the `docker` command goes.
import { posix } from 'node:path'
import type { Computer } from './computer'
import { chooseOurs, readDockerConfig, targetOf, ourContext } from './docker-config'
import { always, type Finding, type Step } from './step'

interface Product {
  readonly name: string
  readonly endpoint: string
}

/** Where products listen besides the standard place, which is asked about last. */
function products({ platform, userHome }: Computer): readonly Product[] {
  if (platform === 'windows') {
    const pipe = (name: string): string => `\\\\.\\pipe\\${name}`
    return [
      { name: 'Docker Desktop', endpoint: pipe('dockerDesktopLinuxEngine') },
      { name: 'Podman', endpoint: pipe('podman-machine-default') },
      { name: 'Docker', endpoint: pipe('docker_engine') },
    ]
  }
  const own = (path: string): string => posix.join(userHome, path)
  return [
    { name: 'Docker Desktop', endpoint: own('.docker/run/docker.sock') },
    { name: 'Docker Desktop', endpoint: own('.docker/desktop/docker.sock') },
    { name: 'OrbStack', endpoint: own('.orbstack/run/docker.sock') },
    { name: 'Rancher Desktop', endpoint: own('.rd/docker.sock') },
    { name: 'Colima', endpoint: own('.colima/default/docker.sock') },
    { name: 'Docker', endpoint: '/var/run/docker.sock' },
  ]
}

export const otherDocker: Step = {
  id: 'other-docker',
  applicable: always,
  check: async (computer): Promise<Finding> => {
    let left: string | undefined
    for (const { name, endpoint } of products(computer)) {
      if (await computer.answers(endpoint))
        return { state: 'note', outcome: 'other-docker.running', params: { name } }
      if (left === undefined && (await computer.exists(endpoint))) left = name
    }
    return left === undefined
      ? { state: 'ok', outcome: 'other-docker.none' }
      : { state: 'note', outcome: 'other-docker.left', params: { name: left } }
  },
}

const fixes = [{ kind: 'use-portside-context', elevates: false, aboutSeconds: 1 }] as const

export const dockerContext: Step = {
  id: 'docker-context',
  applicable: always,
  check: async (computer): Promise<Finding> => {
    const { env, endpoint } = computer
    for (const variable of ['DOCKER_HOST', 'DOCKER_CONTEXT'] as const)
      if (env[variable] && env[variable] !== (variable === 'DOCKER_HOST' ? endpoint : ourContext))
        return {
          state: 'note',
          outcome: 'docker-context.variable',
          params: { variable, target: env[variable] },
        }
    const config = await readDockerConfig(computer)
    if (config.state === 'unreadable')
      return { state: 'note', outcome: 'docker-context.unreadable', params: { file: config.file }, fixes }
    const name = config.context ?? 'default'
    if (name === 'default') return { state: 'note', outcome: 'docker-context.default', fixes }
    const target = await targetOf(computer, name)
    if (target === undefined)
      return { state: 'note', outcome: 'docker-context.broken', params: { name }, fixes }
    if (target === endpoint) return { state: 'ok', outcome: 'docker-context.ours' }
    const socket = /^(?:unix|npipe):\/\/(.*)$/.exec(target)?.[1]
    const answers =
      socket === undefined || (await computer.answers(socket.replace(/^\/\/\.\/pipe\//, '\\\\.\\pipe\\')))
    const outcome = answers ? 'docker-context.other' : 'docker-context.dead'
    return { state: 'note', outcome, params: { name, target }, fixes }
  },
  fix: (computer) => chooseOurs(computer),
}
