// Where the folders of Windows are inside: WSL mounts each drive under /mnt, by its letter (wsl.conf, automount.root).

/**
 * `C:\Users\kim` and `C:/Users/kim` are `/mnt/c/Users/kim`, and so is `/c/Users/kim` as shells on Windows write it.
 * Undefined for every other path, those of the network among them, which WSL does not mount.
 */
export function drivePathInside(path: string): string | undefined {
  const [, letter, rest] =
    /^([A-Za-z]):[\\/](.*)$/s.exec(path) ?? /^\/{1,2}([A-Za-z])(?:\/(.*))?$/s.exec(path) ?? []
  if (letter === undefined) return undefined
  const parts = (rest ?? '').split(/[\\/]+/).filter((part) => part !== '' && part !== '.')
  return ['/mnt', letter.toLowerCase(), ...parts].join('/')
}

/** The other way: `/mnt/c/Users/kim` is `C:\Users\kim`. Undefined for what is on no drive of Windows. */
export function drivePathHere(inside: string): string | undefined {
  const [, letter, rest] = /^\/mnt\/([a-z])(?:\/(.*))?$/s.exec(inside) ?? []
  return letter && `${letter.toUpperCase()}:\\${(rest ?? '').replaceAll('/', '\\')}`
}
