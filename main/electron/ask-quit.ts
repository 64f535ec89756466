// Asks what quitting should do, in the system's own dialog.
import { dialog, type BrowserWindow } from 'electron'
import type { QuitChoice, QuitQuestion } from '../desktop/quit'

export async function askQuit(
  question: QuitQuestion,
  window: BrowserWindow | undefined,
): Promise<{ readonly choice: QuitChoice; readonly remember: boolean }> {
  const { title, detail, remember, choices } = question
  const options = {
    type: 'question' as const,
    message: title,
    detail,
    buttons: choices.map(({ label }) => label),
    defaultId: 0,
    cancelId: choices.findIndex(({ choice }) => choice === 'cancel'),
    checkboxLabel: remember,
    noLink: true,
  }
  const answer =
    window?.isVisible() === true
      ? await dialog.showMessageBox(window, options)
      : await dialog.showMessageBox(options)
  const choice = choices[answer.response]?.choice ?? 'cancel'
  return { choice, remember: answer.checkboxChecked && choice !== 'cancel' }
}
