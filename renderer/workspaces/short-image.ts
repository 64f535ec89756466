// An image by the name that people know, with as much of its digest as tells it from another one.

const shown = 12

export const shortImage = (reference: string): string =>
  reference.replace(/@sha256:([0-9a-f]+)$/, (_, digest: string) => `@${digest.slice(0, shown)}…`)
