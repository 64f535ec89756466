// Asks the registry of Windows through reg.exe; only its exit codes count, since what it prints is translated.
import { run } from '../../base/child'

export interface WindowsRegistry {
  /** Whether there is such a key. @throws when reg.exe cannot be run */
  hasKey(key: string): Promise<boolean>
  /** Writes a text value, whether or not there is one of that name. @throws Error with what reg.exe printed */
  setText(key: string, name: string, text: string): Promise<void>
}

/** `program` is `reg.exe`, or its path. */
export function createWindowsRegistry(program: string): WindowsRegistry {
  const reg = (...args: string[]): ReturnType<typeof run> => run(program, args, { windowsHide: true })
  return {
    hasKey: async (key) => (await reg('query', key)).exitCode === 0,
    setText: async (key, name, text) => {
      const { exitCode, stdout, stderr } = await reg(
        ...['add', key, '/v', name, '/t', 'REG_SZ', '/d', text, '/f'],
      )
      if (exitCode !== 0) throw new Error(`reg add ${key} failed with ${exitCode}: ${stdout}${stderr}`)
    },
  }
}
