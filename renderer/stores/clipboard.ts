// Copies text and says so.
import { reportError, say } from './toasts'

export function copyText(text: string): void {
  void navigator.clipboard.writeText(text).then(() => say('common.copied'), reportError)
}
