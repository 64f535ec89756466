// Reads what wsl.exe lists; nothing in it that is translated is relied on.

export interface ListedDistribution {
  readonly name: string
  readonly running: boolean
  /** 1 or 2. */
  readonly version: number
}

/** `wsl --list --quiet`: one name per line. */
export const parseQuietList = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** `wsl --list --verbose`: mark, name, state, version. Lines that have no such form are left out. */
export function parseVerboseList(text: string): ListedDistribution[] {
  return text.split('\n').flatMap((line) => {
    const [, name, state, version] = /^[* ]\s*(\S+)\s+(\S+)\s+([12])\s*$/.exec(line) ?? []
    return name === undefined ? [] : [{ name, running: state === 'Running', version: Number(version) }]
  })
}

export interface WslVersion {
  /** `2.5.10.0` */
  readonly wsl: string
  /** `6.6.87.2-1`; absent in builds that don't print it. */
  readonly kernel?: string
}

/**
 * `wsl --version`: labels are translated, so the order counts: WSL, kernel, and so on. Some languages write a
 * comma between label and number or use a wide colon. Undefined for what the version in Windows itself prints.
 */
export function parseVersion(text: string): WslVersion | undefined {
  const lines = text.split('\n').filter((line) => /[:：]/.test(line))
  const [wsl, kernel] = lines.map((line) =>
    /(\d+(?:[.,]\d+)+(?:-\d+)?)\D*$/.exec(line)?.[1]?.replaceAll(',', '.'),
  )
  if (wsl === undefined) return undefined
  return { wsl, ...(kernel === undefined ? {} : { kernel }) }
}

/** Whether a version is at least another, part by part. */
export function atLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split(/[.-]/).map(Number))
  for (let i = 0; i < (want?.length ?? 0); i += 1) {
    const difference = (have?.[i] ?? 0) - (want?.[i] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
