// Stands for a variable that a workspace asks for, in what Compose made of its file: found again, it is asked for anew.

const mark = /__portside_ask_([A-Za-z_][A-Za-z0-9_]*?)__/g

export const secretMark = (name: string): string => `__portside_ask_${name}__`

export const hasSecretMark = (text: string): boolean => text.search(mark) >= 0

/** Compose's own form again; one that nobody has to give is empty without it. */
export const unmark = (text: string, isOptional: (name: string) => boolean): string =>
  text.replace(mark, (_, name: string) => (isOptional(name) ? `\${${name}:-}` : `\${${name}}`))
