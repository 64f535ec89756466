// Variables that look as if they held a secret, and the text that stands for a hidden value.
import type { EnvVariable } from '../../preload/model'
import { isSecret } from '../../preload/secret'

export { isSecret }

/** Always as long, so that it does not tell the length. */
export const hiddenValue = '••••••••'

/** Hides the values of secret variables wherever they stand in `text`, JSON included. */
export function hideSecrets(text: string, env: readonly EnvVariable[]): string {
  const values = env
    .filter(isSecret)
    .map(({ name, value }) => [`${name}=${value}`, `${name}=${hiddenValue}`] as const)
  return values.reduce((hidden, [shown, mask]) => hidden.replaceAll(inJson(shown), () => inJson(mask)), text)
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
