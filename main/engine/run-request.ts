// Checks what is to be run and writes it as Docker's API wants it.
import { isIP } from 'node:net'
import { posix } from 'node:path'
import type { ContainerCreateOptions } from 'dockerode'
import { AppError } from '../../preload/errors'
import type { PortBinding, RunRequest } from '../../preload/model'
import { parseReference } from './reference'

const containerName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/
const volumeName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/
const longestName = 255
const highestPort = 65_535

/** @throws image.bad-reference container.bad-name container.bad-variable container.bad-volume port.* */
export function createOptions(request: RunRequest): ContainerCreateOptions {
  const image = imageOf(request.image)
  const { name, ports, command } = request
  if (name !== undefined && (!containerName.test(name) || name.length > longestName))
    throw new AppError('container.bad-name', { params: { name: name.slice(0, 80) } })
  checkPorts(ports)
  return {
    Image: image,
    ...(name === undefined ? {} : { name }),
    ...(command === undefined || command.length === 0 ? {} : { Cmd: [...command] }),
    Env: request.env.map(variable),
    ExposedPorts: Object.fromEntries(ports.map((port) => [inside(port), {}])),
    HostConfig: {
      PortBindings: portBindings(ports),
      RestartPolicy: { Name: request.restart },
      Mounts: mounts(request.volumes),
    },
  }
}

/** An id runs as well as a reference. */
function imageOf(image: string): string {
  return /^(?:sha256:)?[0-9a-f]{64}$/.test(image) ? image : parseReference(image).text
}

const inside = (port: PortBinding): string => `${port.containerPort}/${port.protocol}`

function checkPorts(ports: readonly PortBinding[]): void {
  const seen = new Set<string>()
  for (const { hostAddress, hostPort, containerPort, protocol } of ports) {
    checkPort(containerPort, 1)
    checkPort(hostPort, 0)
    if (hostAddress !== '' && isIP(hostAddress) === 0)
      throw new AppError('port.bad-address', { params: { address: hostAddress } })
    const key = `${hostAddress}|${hostPort}/${protocol}`
    if (hostPort !== 0 && seen.has(key)) throw new AppError('port.twice', { params: { port: hostPort } })
    seen.add(key)
  }
}

function checkPort(port: number, lowest: number): void {
  if (!Number.isInteger(port) || port < lowest || port > highestPort)
    throw new AppError('port.bad-port', { params: { port } })
}

type PortMap = Record<string, { HostIp: string; HostPort: string }[]>

function portBindings(ports: readonly PortBinding[]): PortMap {
  const map: PortMap = {}
  for (const port of ports)
    (map[inside(port)] ??= []).push({
      // Docker takes an empty address for all addresses, IPv6 too.
      HostIp: port.hostAddress === '0.0.0.0' ? '' : port.hostAddress,
      HostPort: port.hostPort === 0 ? '' : String(port.hostPort),
    })
  return map
}

function variable({ name, value }: { readonly name: string; readonly value: string }): string {
  if (name === '' || /[=\0\r\n]/.test(name) || value.includes('\0'))
    throw new AppError('container.bad-variable', { params: { name: name.slice(0, 80) } })
  return `${name}=${value}`
}

function mounts(volumes: RunRequest['volumes']): { Type: 'volume'; Source: string; Target: string }[] {
  const paths = new Set<string>()
  return volumes.map(({ name, path }) => {
    const target = posix.normalize(path).replace(/(?<=.)\/$/, '')
    const usable =
      volumeName.test(name) &&
      name.length <= longestName &&
      path.startsWith('/') &&
      target !== '/' &&
      !path.includes('\0') &&
      !paths.has(target)
    if (!usable) throw new AppError('container.bad-volume', { params: { name: name.slice(0, 80), path } })
    paths.add(target)
    return { Type: 'volume', Source: name, Target: target }
  })
}
