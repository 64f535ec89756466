// How much one file may ask for: beyond that it would only keep this computer busy.
import { AppError } from '../../preload/errors'
import type { ComposeJson } from '../base/compose-json'
import { containersOf } from './compose-config'

const most = { services: 300, scale: 1_000, ports: 2_000 } as const

function bound(key: keyof typeof most, count: number): void {
  if (count > most[key]) throw new AppError('workspace.too-much', { params: { key, count, most: most[key] } })
}

/** Before Compose is asked, which takes long for many. @throws workspace.too-much */
export const refuseManyServices = (services: unknown): void =>
  bound('services', typeof services === 'object' && services !== null ? Object.keys(services).length : 0)

/** @throws workspace.too-much */
export function refuseTooMuch({ services }: Pick<ComposeJson, 'services'>): void {
  refuseManyServices(services)
  const all = Object.values(services)
  bound('scale', sum(all.map(containersOf)))
  bound('ports', sum(all.map(({ ports = [] }) => ports.length)))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
