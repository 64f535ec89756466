// How much is below each folder of a folder, asked of a running container's own tools.
import type Docker from 'dockerode'
import { statPath } from './file-stat'
import { outputOf } from './output-of'

/**
 * Per folder its name, the sizes of its files a line each, and `!` where that took too long; each ended by a zero byte.
 * Made by Linux: what is in proc, sys and dev of the root is no data. Who leaves does not end it, so it ends itself.
 */
const script = `cd -- "$0" || exit 3
for tool in timeout find stat; do command -v $tool >/dev/null || exit 4; done
until=$(($(date +%s) + 6))
for f in .[!.]* ..?* *; do
  [ -d "$f" ] && [ ! -L "$f" ] || continue
  case "$0/$f" in //proc|//sys|//dev) continue;; esac
  left=$((until - $(date +%s)))
  [ $left -gt 0 ] || exit 0
  printf '%s\\0' "$f"
  timeout $left find "./$f" -type f -exec stat -c %s {} + 2>/dev/null
  case $? in 124|143) printf '!';; esac
  printf '\\0'
done
exit 0`

export async function measureFolders(
  container: Docker.Container,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, number>>> {
  const stat = await statPath(container, path)
  if (stat.kind !== 'folder') return {}
  return readSizes(await outputOf(container, ['/bin/sh', '-c', script, stat.path], signal))
}

/** A folder of any name gets an entry of its own, and nothing else. */
export function readSizes(output: Buffer | undefined): Readonly<Record<string, number>> {
  const words = output?.toString('utf8').split('\0') ?? []
  const sizes: [string, number][] = []
  // The last word is what comes after the last zero byte.
  for (let at = 0; at + 2 < words.length; at += 2) {
    const [name = '', numbers = ''] = [words[at], words[at + 1]]
    if (numbers.endsWith('!')) continue
    sizes.push([name, numbers.split('\n').reduce((sum, line) => sum + Number(line), 0)])
  }
  return Object.fromEntries(sizes)
}
