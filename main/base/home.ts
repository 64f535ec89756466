// The folder that holds all of Portside's state; alone here, since what a start loads first needs nothing else.
import { join, resolve } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** The default home, by the habits of each system. Platform and environment are passed in for tests. */
export function defaultHome(platform: NodeJS.Platform, env: Env, userHome: string): string {
  if (env.PORTSIDE_HOME) return resolve(env.PORTSIDE_HOME)
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(userHome, 'AppData', 'Local'), 'Portside')
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'Portside')
  return join(env.XDG_DATA_HOME ?? join(userHome, '.local', 'share'), 'portside')
}
