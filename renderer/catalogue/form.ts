// Fills the run form from an entry of the catalogue, with a new password wherever its image wants one.
import { emptyForm, newEnv, newPort, type RunForm } from '../run/form'
import { newPassword } from '../../preload/new-password'
import { hostPortOf, type CatalogueEntry } from '../../preload/catalogue'

export function formOf(entry: CatalogueEntry): RunForm {
  const blank = emptyForm(entry.image)
  return {
    ...blank,
    ports: entry.ports.map(({ port, protocol }) => newPort(String(hostPortOf(port)), String(port), protocol)),
    env: [
      ...entry.env.map(({ name, value }) => newEnv(name, value)),
      ...entry.passwords.map((name) => newEnv(name, newPassword())),
    ],
    data: entry.volume ? [{ path: entry.volume.path, keep: true, volume: entry.volume.name }] : [],
    restart: 'unless-stopped',
    more: { ...blank.more, health: entry.health ?? '', command: entry.command ?? '' },
    touched: new Set(['ports', 'data']),
  }
}
