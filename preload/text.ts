// Fills `{name}` in a text, and picks Korean particles by how the filled-in word is spoken.

export type TextParams = Readonly<Record<string, string | number>>

/** Whether the last digit's Korean reading ends in a consonant: 영 일 이 삼 사 오 육 칠 팔 구. */
const digitHasFinal = [true, true, false, true, false, false, true, true, true, false]
/** Digits whose reading ends in ㄹ (일, 칠, 팔), which 으로/로 treats like a vowel. */
const digitEndsInRieul = new Set([1, 7, 8])
/** Latin letters whose Korean name ends in a consonant: L 엘, M 엠, N 엔, R 알 (and L, R in ㄹ). */
const letterHasFinal = new Set(['l', 'm', 'n', 'r'])
const letterEndsInRieul = new Set(['l', 'r'])
/** How the end of a word is spoken that is read as a word and not by its letters: the first that fits. */
const wordEndings: readonly (readonly [RegExp, Ending])[] = [
  // 서버, 도커, 워커; 컨트롤, 구글, 파일; 볼륨, 머신, 홈.
  [/r$/, { final: false, rieul: false }],
  [/(l|[^aeiou]le|[aeiouy]le)$/, { final: true, rieul: true }],
  [/(m|n|ng|[aeiou][mn]e)$/, { final: true, rieul: false }],
  // 웹, 숍, 백업, 스택, 넷, 래빗: a short vowel before a stop; not 테스트, 루트.
  [/(^|[^aeiou])[aeiou](b|p|t|k|ck)$/, { final: true, rieul: false }],
]

const hangulFirst = 0xac00
const hangulLast = 0xd7a3
const finalsPerSyllable = 28
const finalRieul = 8

interface Ending {
  readonly final: boolean
  readonly rieul: boolean
}

function spokenEnding(word: string): Ending {
  const last = word.match(/[\p{L}\p{N}](?=[^\p{L}\p{N}]*$)/u)?.[0]?.toLowerCase() ?? ''
  const code = last.charCodeAt(0)
  if (code >= hangulFirst && code <= hangulLast) {
    const final = (code - hangulFirst) % finalsPerSyllable
    return { final: final !== 0, rieul: final === finalRieul }
  }
  if (/^[0-9]$/.test(last)) {
    const digit = Number(last)
    return { final: digitHasFinal[digit] ?? false, rieul: digitEndsInRieul.has(digit) }
  }
  const latin = word.match(/[a-z]+(?=[^\p{L}\p{N}]*$)/iu)?.[0] ?? ''
  // Those of capitals, and those that nobody can pronounce, are read by their letters.
  const isWord = /[a-z]/.test(latin) && /[aeiou]/i.test(latin) && latin.length > 2
  const ending = isWord ? wordEndings.find(([pattern]) => pattern.test(latin.toLowerCase())) : undefined
  if (isWord) return ending?.[1] ?? { final: false, rieul: false }
  return { final: letterHasFinal.has(last), rieul: letterEndsInRieul.has(last) }
}

/** `josa('3306', '을/를')` is `을`; `josa('3307', '으로/로')` is `로`. The form after a consonant comes first. */
export function josa(word: string, pair: string): string {
  const [afterConsonant = '', afterVowel = ''] = pair.split('/')
  const { final, rieul } = spokenEnding(word)
  const likeVowel = !final || (rieul && afterVowel === '로')
  return likeVowel ? afterVowel : afterConsonant
}

/** What turns the order of letters, or is an order to a terminal; lines and tabs are none. */
const unseen = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

/**
 * A name that somebody else chose, with what cannot be seen in it made seen: `gnp.exe` turned round would read as
 * `exe.png`, and so would the words after it.
 */
export const legible = (name: string): string => name.replace(unseen, '\uFFFD')

/**
 * Fills `{name}` and `{name:을/를}`, each {@link legible}. A name without a value stays as it is, so that a mistake is
 * seen.
 */
export function fillTemplate(template: string, params: TextParams): string {
  return template.replace(/\{(\w+)(?::([^{}]+))?\}/g, (whole, name: string, pair?: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (value === undefined) return whole
    const word = legible(String(value))
    return pair === undefined ? word : `${word}${josa(word, pair)}`
  })
}
