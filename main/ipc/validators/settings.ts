// What the methods of the settings service accept.
import { z } from 'zod'
import type { Settings } from '../../../preload/model'
import { settingNames, settingsTable, sharedPath } from '../../../preload/settings-table'
import { type ServiceValidators, none } from './shared'

/** The form only; whether this computer can give as much is checked where the limits are known. */
const settingsChange = z.strictObject(
  Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].accepts.exactOptional()])),
) as z.ZodType<Partial<Settings>>

export const settings = {
  watchSettings: none,
  watchPending: none,
  getManaged: none,
  exportSettings: none,
  importSettings: z.strictObject({ text: z.string().max(1_000_000) }),
  reset: z.strictObject({
    names: z.array(z.enum(settingNames as [keyof Settings, ...(keyof Settings)[]])).max(settingNames.length),
  }),
  shareFolder: z.strictObject({ folder: sharedPath }),
  update: z.strictObject({ change: settingsChange }),
} satisfies ServiceValidators<'settings'>
