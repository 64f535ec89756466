// Writes over a file inside a running container as its own programs would: the file stays the same one, with its owner,
// mode and hard links, also where it is mounted and cannot be replaced.
import type Docker from 'dockerode'
import { errorOfWords, statusOf, type Asked } from './engine-words'
import { runIn } from './output-of'

/**
 * Nothing is touched before all of it is there and has been taken apart once: somebody cut off would leave half a file,
 * and a shell without a `printf` of its own an empty one.
 */
const script = `command -v base64 >/dev/null || exit 127
text=$(cat)
[ "\${#text}" = "$1" ] || exit 127
[ "$(printf %s "$text" | base64 -d | wc -c)" -eq "$2" ] 2>/dev/null || exit 127
printf %s "$text" | base64 -d >"$0"`

/** What a shell ends with when it did not begin: it is missing, or one of its tools. */
const notBegun: ReadonlySet<number> = new Set([126, 127])
/** Above it, a signal ended the shell: its container was stopped. */
const lastOwnCode = 128

/**
 * False when the container has no tools for it, and nothing was changed.
 * @throws what the container says of it; an ordinary error when it was cut off. The file may be half written then.
 */
export async function writeInPlace(
  container: Docker.Container,
  path: string,
  data: Buffer,
  asked: Asked,
): Promise<boolean> {
  const input = data.toString('base64')
  const lengths = [input.length, data.length].map(String)
  const command = ['/bin/sh', '-c', script, path, ...lengths]
  try {
    const { exitCode, errors } = await runIn(container, command, { input })
    if (exitCode === 0) return true
    if (exitCode === null || exitCode > lastOwnCode) throw new Error('what wrote it was ended')
    if (notBegun.has(exitCode)) return false
    throw errorOfWords(errors.toString().trim(), asked)
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    return false
  }
}
