// What the methods of the WSL service accept.
import { type ServiceValidators, none } from './shared'

export const wsl = {
  watchSetup: none,
  install: none,
  update: none,
  cancelSetup: none,
} satisfies ServiceValidators<'wsl'>
