// The English texts around well-known servers.

export const en = {
  'catalogue.connect': 'Connect a program',
  'catalogue.for': 'Lines for',
  'catalogue.copy': 'Copy',
} as const
