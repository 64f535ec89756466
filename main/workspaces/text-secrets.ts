// Secrets in what a service of Compose says: its own parts, and the configuration that is written into the file for it.
import type { ComposeJson, ServiceJson } from '../base/compose-json'
import { looksSecret } from '../../preload/secret'
import { hasSecretMark } from '../../preload/secret-marks'
import { rewriteSecrets, rewriteText, type Rewrite, type TextSecret } from '../../preload/secret-texts'

export const rewriteConfig = (content: string, name: string, rewrite: Rewrite): string =>
  rewriteText(content, `configs.${name}`, rewrite, true)

/** Parts of a service that are looked at or written by themselves. */
const elsewhere = new Set([
  ...['build', 'develop', 'container_name', 'env_file', 'label_file', 'networks', 'secrets'],
  ...['volumes', 'depends_on', 'configs', 'image', 'ports', 'environment'],
])

/** Of one service: what its own parts say, and the configuration that is written into the file for it. */
export function secretsInTexts(service: ServiceJson, config: ComposeJson): TextSecret[] {
  const found = new Map<string, TextSecret>()
  const rewrite: Rewrite = {
    answer: (one) => void found.set(`${one.subject}\0${one.value}`, one),
    plain: (text) => text,
  }
  const own = Object.fromEntries(Object.entries(service).filter(([key]) => !elsewhere.has(key)))
  rewriteSecrets(own, '', rewrite)
  for (const [name, value] of Object.entries(service.environment ?? {}))
    if (typeof value === 'string' && !isWholeSecret(name, value))
      rewriteText(value, `environment.${name}`, rewrite, false)
  for (const { source = '' } of service.configs ?? []) {
    const { content } = (config.configs?.[source] ?? {}) as { readonly content?: unknown }
    if (typeof content === 'string') rewriteConfig(content, source, rewrite)
  }
  return [...found.values()]
}

/** A variable that is a secret as a whole is asked for by its own name. */
export const isWholeSecret = (name: string, value: string): boolean =>
  !hasSecretMark(value) && looksSecret(name, value)
