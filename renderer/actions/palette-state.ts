// Whether the command palette is open.
import { create } from 'zustand'
import { closeDialog } from '../stores/ui'

export const usePalette = create<{ readonly open: boolean }>(() => ({ open: false }))

/** One thing lies over the window at a time. */
export function openPalette(): void {
  closeDialog()
  usePalette.setState({ open: true })
}

export const closePalette = (): void => usePalette.setState({ open: false })
