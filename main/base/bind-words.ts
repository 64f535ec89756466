// How engines say that a port of this computer could not be had.

/** Docker 28 may name the address inside behind it, `for 0.0.0.0:8080:172.17.0.2:80/tcp`; of a range `8081 for …`. */
const engines = String.raw`bind host port (?:(\d+) for \S+|(?:for )?(?:\[[^\]]*\]|[^\s:]*):(\d+)(?::\S+)?)`

const like = (reasons: string): RegExp =>
  new RegExp(
    [
      String.raw`:(\d+) failed: port is already allocated`,
      `${engines}: .*?(?:${reasons})`,
      String.raw`:(\d+)(?:\/\w+)?: (?:.*?: )?(?:${reasons})`,
    ].join('|'),
    'i',
  )

const bindFailure = like('address already in use|permission denied')
/** Of a port that somebody has; {@link boundPort} tells which. */
export const bindTaken = like('address already in use')

export const boundPort = (match: RegExpMatchArray): number =>
  Number(match.slice(1).find((text) => text !== undefined))

/** The port of this computer that a failure of the engine is about. */
export function portIn(words: string): number | undefined {
  const match = bindFailure.exec(words)
  return match ? boundPort(match) : undefined
}
