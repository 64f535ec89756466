// What a measure found, against its goal.

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {number} value
 * @property {'ms' | 'bytes' | 'ratio' | 'count'} unit
 * @property {number} [goal] at most this much, in the same unit
 * @property {number} [least] the goal where more is better
 * @property {readonly number[]} [samples] when the value is their median
 */

/** @param {readonly number[]} samples at least one */
export function median(samples) {
  if (samples.length === 0) throw new Error('There is no median of nothing')
  const sorted = samples.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Whether the goal is met; a result without a goal always is. */
export const isMet = (/** @type {Result} */ { value, goal = Infinity, least = -Infinity }) =>
  value <= goal && value >= least

/** One line for people: "boot: 7.5 s (7.1 7.5 8.0)". */
export function describeResult(/** @type {Result} */ result) {
  const { name, value, unit, goal, least, samples } = result
  const more =
    samples && samples.length > 1 ? ` (${samples.map((sample) => amount(sample, unit)).join(', ')})` : ''
  const asked = goal === undefined ? least : goal
  const limit = goal === undefined ? 'at least ' : ''
  const against =
    asked === undefined ? '' : `, goal ${limit}${amount(asked, unit)}: ${isMet(result) ? 'met' : 'MISSED'}`
  return `${name}: ${amount(value, unit)}${more}${against}`
}

function amount(value, unit) {
  if (unit === 'bytes') return `${(value / 1e6).toFixed(1)} MB`
  if (unit === 'count') return String(value)
  if (unit === 'ratio') return value.toFixed(3)
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`
}
