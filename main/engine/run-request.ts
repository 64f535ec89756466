// Checks what is to be run and writes it as Docker's API wants it.
import { posix } from 'node:path'
import type { ContainerCreateOptions, HostConfig } from 'dockerode'
import { AppError } from '../../preload/errors'
import type { PortBinding, PortRange, RunRequest } from '../../preload/model'
import { writePort } from '../../preload/port-range'
import { checkPortNumber, normalAddress, overlaps } from '../base/port-address'
import type { PathInside } from './folder-paths'
import { parseReference } from './reference'
import { withExtras } from './run-extras'

const containerName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/
const volumeName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/
const longestName = 255

const asItIs: PathInside = () => undefined

/** @throws image.bad-reference container.bad-name container.bad-variable container.bad-volume port.* */
export function createOptions(request: RunRequest, inside: PathInside = asItIs): ContainerCreateOptions {
  const image = imageOf(request.image)
  const { name, ports, command } = request
  if (name !== undefined && (!containerName.test(name) || name.length > longestName))
    throw new AppError('container.bad-name', { params: { name: name.slice(0, 80) } })
  checkPorts(ports)
  const options = {
    Image: image,
    ...(name === undefined ? {} : { name }),
    ...(command === undefined || command.length === 0 ? {} : { Cmd: [...command] }),
    ...program(request),
    Env: [...request.env.map(variable), ...(request.withoutEnv ?? []).map(variableName)],
    ExposedPorts: Object.fromEntries(ports.map((port) => [portInside(port), {}])),
    HostConfig: {
      PortBindings: portBindings(ports),
      RestartPolicy: { Name: request.restart },
      Mounts: mounts(request, inside),
      ...limits(request),
    },
  }
  return request.extras ? withExtras(options, request.extras, inside) : options
}

/** An id runs as well as a reference. */
function imageOf(image: string): string {
  return /^(?:sha256:)?[0-9a-f]{64}$/.test(image) ? image : parseReference(image).text
}

const portInside = (port: PortBinding): string => `${port.containerPort}/${port.protocol}`

function checkPorts(ports: readonly PortBinding[]): void {
  const asked: { readonly address: string; readonly port: number; readonly protocol: string }[] = []
  for (const { hostAddress, hostPort, hostRange, containerPort, protocol } of ports) {
    checkPortNumber(containerPort)
    if (hostRange) checkRange(hostRange)
    const address = normalAddress(hostAddress)
    if (hostPort === 0) continue
    checkPortNumber(hostPort)
    const isTaken = asked.some(
      (one) => one.port === hostPort && one.protocol === protocol && overlaps(one.address, address),
    )
    if (isTaken) throw new AppError('port.twice', { params: { port: hostPort } })
    asked.push({ address, port: hostPort, protocol })
  }
}

function checkRange({ first, last }: PortRange): void {
  checkPortNumber(first)
  checkPortNumber(last)
  if (first >= last) throw new AppError('port.bad-port', { params: { port: `${first}-${last}` } })
}

type PortMap = Record<string, { HostIp: string; HostPort: string }[]>

function portBindings(ports: readonly PortBinding[]): PortMap {
  const map: PortMap = {}
  for (const port of ports)
    (map[portInside(port)] ??= []).push({
      // Docker takes an empty address for all addresses, IPv6 too.
      HostIp: port.hostAddress === '0.0.0.0' ? '' : port.hostAddress,
      HostPort: writePort(port),
    })
  return map
}

function variable({ name, value }: { readonly name: string; readonly value: string }): string {
  if (value.includes('\0')) throw badVariable(name)
  return `${variableName(name)}=${value}`
}

/** Alone it takes away what the image sets. */
function variableName(name: string): string {
  if (name === '' || /[=\0\r\n]/.test(name)) throw badVariable(name)
  return name
}

const badVariable = (name: string): AppError =>
  new AppError('container.bad-variable', { params: { name: name.slice(0, 80) } })

type Mount = {
  readonly Type: 'volume' | 'bind'
  readonly Source: string
  readonly Target: string
  readonly ReadOnly?: boolean
}

function mounts({ volumes, folders = [] }: RunRequest, inside: PathInside): Mount[] {
  const paths = new Set<string>()
  /** Each place once, and never all of the container. */
  const place = (name: string, path: string): string => {
    const target = posix.normalize(path).replace(/(?<=.)\/$/, '')
    const usable = path.startsWith('/') && target !== '/' && !path.includes('\0') && !paths.has(target)
    if (!usable) throw new AppError('container.bad-volume', { params: { name: name.slice(0, 80), path } })
    paths.add(target)
    return target
  }
  return [
    ...volumes.map(({ name, path, readOnly }): Mount => {
      if (!volumeName.test(name) || name.length > longestName)
        throw new AppError('container.bad-volume', { params: { name: name.slice(0, 80), path } })
      const Target = place(name, path)
      return { Type: 'volume', Source: name, Target, ...(readOnly ? { ReadOnly: true } : {}) }
    }),
    ...folders.map(({ source, path, readOnly }): Mount => {
      const Target = place(source, path)
      return {
        Type: 'bind',
        Source: inside(source) ?? source,
        Target,
        ...(readOnly ? { ReadOnly: true } : {}),
      }
    }),
  ]
}

/** What runs, as whom, and how it is told apart. */
function program(request: RunRequest): ContainerCreateOptions {
  const { entrypoint, user, workingDir, hostname, labels, healthCommand, tty, interactive } = request
  return {
    ...(entrypoint === undefined ? {} : { Entrypoint: [...entrypoint] }),
    ...(user === undefined ? {} : { User: user }),
    ...(workingDir === undefined ? {} : { WorkingDir: workingDir }),
    ...(hostname === undefined ? {} : { Hostname: hostname }),
    ...(labels === undefined
      ? {}
      : { Labels: Object.fromEntries(labels.map(({ name, value }) => [name, value])) }),
    ...(healthCommand === undefined ? {} : { Healthcheck: { Test: ['CMD-SHELL', healthCommand] } }),
    ...(tty ? { Tty: true } : {}),
    ...(interactive ? { OpenStdin: true } : {}),
  }
}

/** What it may use and do. */
function limits(request: RunRequest): HostConfig {
  const { memoryBytes, cpus, networks, autoRemove, init, readOnly, privileged } = request
  return {
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes }),
    ...(cpus === undefined ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(networks?.[0] === undefined ? {} : { NetworkMode: networks[0] }),
    ...(autoRemove ? { AutoRemove: true } : {}),
    ...(init ? { Init: true } : {}),
    ...(readOnly ? { ReadonlyRootfs: true } : {}),
    ...(privileged ? { Privileged: true } : {}),
  }
}
