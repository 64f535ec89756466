// Fills the run form from an entry of the catalogue, with a new password wherever its image wants one.
import { hostPortOf, type CatalogueEntry } from '../../preload/catalogue'
import type { Settings } from '../../preload/model'
import { newPassword } from '../../preload/new-password'
import { emptyForm, newEnv, newPort, type RunForm } from '../run/form'

export interface InUse {
  /** By name. */
  readonly volumes: { has(name: string): boolean }
  /** Chosen in place of the usual ones. */
  readonly ports: Settings['cataloguePorts']
}

export function formOf(entry: CatalogueEntry, { volumes, ports }: InUse): RunForm {
  const blank = emptyForm(entry.image)
  const hostOf = (port: number): number => {
    const usual = hostPortOf(port)
    return ports.find((one) => one.port === usual)?.use ?? usual
  }
  return {
    ...blank,
    ports: entry.ports.map(({ port, protocol }) => ({
      ...newPort(String(hostOf(port)), String(port), protocol),
      movable: true,
    })),
    env: [
      ...entry.env.map(({ name, value }) => newEnv(name, value)),
      ...entry.passwords.map((name) => newEnv(name, newPassword())),
    ],
    data: entry.volume
      ? [{ path: entry.volume.path, keep: true, volume: newName(entry.volume.name, volumes) }]
      : [],
    restart: 'unless-stopped',
    more: { ...blank.more, health: entry.health ?? '', command: entry.command ?? '' },
    touched: new Set(['ports', 'data']),
  }
}

/** Servers keep the password that their data began with, and two on the same data destroy it. */
function newName(name: string, taken: InUse['volumes']): string {
  let now = name
  for (let count = 2; taken.has(now); count++) now = `${name}-${count}`
  return now
}
