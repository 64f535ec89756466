// The keys of an action as they are written on this system's keyboard.
import type { ReactNode } from 'react'
import { modKey } from '../shell/system'

export const writtenKeys = (keys: string): string => {
  const mod = modKey()
  return keys.replace('Mod+', mod === '⌘' ? '⌘' : `${mod} `)
}

export const Keys = ({ keys }: { readonly keys: string }): ReactNode => (
  <kbd className="kbd">{writtenKeys(keys)}</kbd>
)
