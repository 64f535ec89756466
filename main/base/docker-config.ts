// Docker's config.json as it may lie on a person's disk.

/**
 * Its content, without the mark that editors of Windows put before a text, and over which Docker itself stumbles.
 * Undefined for what is no object in JSON.
 */
export function parseDockerConfig(text: string): Record<string, unknown> | undefined {
  const plain = text.replace(/^\uFEFF/, '')
  try {
    const content: unknown = JSON.parse(plain.trim() === '' ? '{}' : plain)
    return typeof content === 'object' && content !== null && !Array.isArray(content)
      ? (content as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
