// Small JSON files that remember what was done, so that the next start can skip it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** @returns {Record<string, unknown>} what was remembered; empty when nothing was, or when it can't be read */
export function readStamp(/** @type {string} */ path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'))
    return value && typeof value === 'object' ? value : {}
  } catch {
    return {}
  }
}

/** Replaces the stamp at once, so that no reader ever sees half of it. */
export function writeStamp(/** @type {string} */ path, /** @type {Record<string, unknown>} */ value) {
  mkdirSync(dirname(path), { recursive: true })
  const next = `${path}.${process.pid}`
  writeFileSync(next, JSON.stringify(value, undefined, 2) + '\n')
  renameSync(next, path)
}
