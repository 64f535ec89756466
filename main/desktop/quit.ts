// What quitting means: whether to ask, and what a person may choose.
import { isRunning } from '../../preload/container-state'
import type { Container, Language, Machine, Settings } from '../../preload/model'
import { sayIn } from './texts'

export type QuitChoice = 'stop' | 'leave' | 'cancel'

export interface QuitQuestion {
  readonly title: string
  readonly detail: string
  readonly remember: string
  /** In the order of the buttons. */
  readonly choices: readonly { readonly choice: QuitChoice; readonly label: string }[]
}

export interface QuitState {
  readonly language: Language
  readonly onQuit: Settings['onQuit']
  readonly machine: Machine
  readonly containers: readonly Container[]
}

/** What to do, or what to ask. Nothing is asked where nothing would be stopped. */
export function planQuit({ language, onQuit, machine, containers }: QuitState): QuitChoice | QuitQuestion {
  const running = containers.filter(isRunning).length
  if (running === 0 || machine.driver === 'none' || machine.state !== 'running') return 'stop'
  if (onQuit !== 'ask') return onQuit === 'leave' ? 'leave' : 'stop'
  const say = sayIn(language)
  const count = running === 1 ? say('quit.runningOne') : say('quit.running', { count: running })
  return {
    title: say('quit.title'),
    detail: `${count} ${say('quit.explain')}`,
    remember: say('quit.remember'),
    choices: [
      { choice: 'stop', label: say('quit.stop') },
      { choice: 'leave', label: say('quit.leave') },
      { choice: 'cancel', label: say('quit.cancel') },
    ],
  }
}
