// What the methods of the settings service accept.
import { z } from 'zod'
import { type ServiceValidators, none, name } from './shared'

const settingsChange = z.strictObject({
  language: z.enum(['en', 'ko', 'system']).exactOptional(),
  theme: z.enum(['light', 'dark', 'system']).exactOptional(),
  collapsedProjects: z.array(name).max(10_000).exactOptional(),
})

export const settings = {
  watchSettings: none,
  update: z.strictObject({ change: settingsChange }),
} satisfies ServiceValidators<'settings'>
