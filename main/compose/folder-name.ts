// A project's name for a folder of which Compose can make none: it keeps only letters from a to z and digits.
import { createHash } from 'node:crypto'
import { basename } from 'node:path'

/** Of the Revised Romanisation, by the order in which Unicode composes syllables. */
const initials = 'g kk n d tt r m b pp s ss - j jj ch k t p h'.split(' ')
const vowels = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ')
const finals = '- k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ')

const firstSyllable = 0xac00

function romanised(letter: string): string {
  const at = letter.charCodeAt(0) - firstSyllable
  const rest = Math.floor(at / finals.length)
  const parts = [
    initials[Math.floor(rest / vowels.length)],
    vowels[rest % vowels.length],
    finals[at % finals.length],
  ]
  return parts.filter((part) => part !== '-').join('')
}

/**
 * `syopingmol` for `쇼핑몰`; `project-` and six digits for a folder in letters that are not read here. The same for the
 * same name, whatever a file system made of its letters.
 */
export function nameOfFolder(folder: string): string {
  const own = basename(folder).normalize('NFC')
  const name = own
    .toLowerCase()
    .replace(/[가-힣]/g, romanised)
    .replace(/\s+/g, '-')
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+|[_-]+$/g, '')
  return name === '' ? `project-${createHash('sha256').update(own).digest('hex').slice(0, 6)}` : name
}
