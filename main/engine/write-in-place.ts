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
const notBegun: ReadonlySet<number | null> = new Set([126, 127])

/**
 * False when the container has no tools for it, and nothing was changed.
 * @throws why it could not be written; then it holds `before` again as far as that can be written
 */
export async function writeInPlace(
  container: Docker.Container,
  path: string,
  { before, data }: { readonly before: Uint8Array; readonly data: Uint8Array },
  asked: Asked,
): Promise<boolean> {
  const words = await attempt(container, path, data)
  if (typeof words === 'boolean') return words
  await attempt(container, path, before).catch(() => {})
  throw errorOfWords(words, asked)
}

/** What was said when it failed. */
async function attempt(
  container: Docker.Container,
  path: string,
  data: Uint8Array,
): Promise<boolean | string> {
  const input = Buffer.from(data).toString('base64')
  try {
    const lengths = [input.length, data.length].map(String)
    const command = ['/bin/sh', '-c', script, path, ...lengths]
    const { exitCode, errors } = await runIn(container, command, { input })
    return notBegun.has(exitCode) ? false : exitCode === 0 || errors.toString().trim()
  } catch (error) {
    if (statusOf(error) === undefined) throw error
    return false
  }
}
