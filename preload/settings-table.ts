// Every setting in one table: what it may be, what it is when nobody chose, and when a change takes effect.
import { z } from 'zod'
import type { SettingApplies, Settings } from './model'
import { containerColumns, containerOrders } from './container-columns'

export interface SettingRow<T> {
  readonly accepts: z.ZodType<T>
  readonly fallback: T
  readonly applies: SettingApplies
  /** For `portside settings list`; the window has its own words. */
  readonly meaning: string
}

const longestList = 1_000
const longestText = 1_000
const minutesPerDay = 1_440

const text = z.string().max(longestText)
const portNumber = z.int().min(1).max(65_535)
const size = z.union([z.literal('auto'), z.int().positive()])
/** As Docker takes it: scheme, host, port. A name and password in it would be written to disk in the clear. */
const proxyAddress = z.union([z.literal(''), text.regex(/^(https?|socks5):\/\/[^\s/@'"]+\/?$/)])
const noControl = /^[^\p{Cc}]*$/u
const absolute = /^(\/|[A-Za-z]:[\\/]|\\\\)/
/** A folder of this computer that is shared; a line of the machine's list cannot carry a path with a line end. */
export const sharedPath = text.regex(absolute).regex(noControl)

/** A setting that is missing here does not compile. */
export const settingsTable: { readonly [K in keyof Settings]-?: SettingRow<Settings[K]> } = {
  language: {
    accepts: z.enum(['system', 'en', 'ko']),
    fallback: 'system',
    applies: 'live',
    meaning: 'language of the window',
  },
  theme: {
    accepts: z.enum(['system', 'light', 'dark']),
    fallback: 'system',
    applies: 'live',
    meaning: 'appearance of the window',
  },
  collapsedProjects: {
    accepts: z.array(text).max(longestList),
    fallback: [],
    applies: 'live',
    meaning: 'projects that the container list shows folded',
  },
  containerColumns: {
    accepts: z.array(z.enum(containerColumns)).max(containerColumns.length),
    fallback: ['ports', 'cpu', 'memory', 'started'],
    applies: 'live',
    meaning: `columns of the container list, e.g. ["ports","state"]; all are ${containerColumns.join(', ')}`,
  },
  containerOrder: {
    accepts: z.enum(containerOrders),
    fallback: 'name',
    applies: 'live',
    meaning: 'what the container list is sorted by',
  },
  containerOrderDescending: {
    accepts: z.boolean(),
    fallback: false,
    applies: 'live',
    meaning: 'whether that is the other way round, the largest first',
  },
  containersByProject: {
    accepts: z.boolean(),
    fallback: true,
    applies: 'live',
    meaning: 'whether the container list shows projects together',
  },
  welcomeSeen: {
    accepts: z.boolean(),
    fallback: false,
    applies: 'live',
    meaning: 'whether the first five minutes were seen, or skipped',
  },
  foldersAsked: {
    accepts: z.boolean(),
    fallback: false,
    applies: 'live',
    meaning: 'whether there was a first machine, before which the window asks to share your home folder',
  },
  letterKeys: {
    accepts: z.boolean(),
    fallback: true,
    applies: 'live',
    meaning: 'whether single letters act on the container list',
  },
  recentActions: {
    accepts: z.array(text).max(32),
    fallback: [],
    applies: 'live',
    meaning: 'what was chosen last in the command palette',
  },
  rootTerminals: {
    accepts: z.array(text).max(longestList),
    fallback: [],
    applies: 'live',
    meaning: 'images in whose containers terminals open as root, as was chosen last',
  },
  cataloguePorts: {
    accepts: z
      .array(z.strictObject({ port: portNumber, use: portNumber }))
      .max(100)
      .refine((all) => new Set(all.map(({ port }) => port)).size === all.length),
    fallback: [],
    applies: 'live',
    meaning: 'where servers of the catalogue answer instead: [{"port":3306,"use":3307}]',
  },
  cpus: { accepts: size, fallback: 'auto', applies: 'machine', meaning: 'processors of the machine' },
  memoryBytes: {
    accepts: size,
    fallback: 'auto',
    applies: 'machine',
    meaning: 'memory of the machine in bytes, or e.g. 6GiB',
  },
  diskBytes: {
    accepts: size,
    fallback: 'auto',
    applies: 'machine',
    meaning: 'size of the data disk in bytes, or e.g. 300GiB; it only grows',
  },
  swapBytes: {
    accepts: z.int().min(0),
    fallback: 0,
    applies: 'live',
    meaning: 'room on the data disk for idle memory in bytes, or e.g. 2GiB; 0 for none',
  },
  sharedFolders: {
    accepts: z
      .array(z.strictObject({ path: sharedPath, writable: z.boolean() }))
      .max(64)
      .refine((folders) => new Set(folders.map(({ path }) => path)).size === folders.length),
    fallback: [],
    applies: 'machine',
    meaning: 'folders of this computer that containers may see: [{"path":"/home/me","writable":true}]',
  },
  proxyMode: {
    accepts: z.enum(['system', 'manual', 'none']),
    fallback: 'system',
    applies: 'machine',
    meaning: 'proxy for downloads: that of this computer, the one below, or none',
  },
  httpProxy: {
    accepts: proxyAddress,
    fallback: '',
    applies: 'machine',
    meaning: 'proxy for http, e.g. http://proxy.example:3128, when proxyMode is manual',
  },
  httpsProxy: {
    accepts: proxyAddress,
    fallback: '',
    applies: 'machine',
    meaning: 'proxy for https, when proxyMode is manual',
  },
  noProxy: {
    accepts: text.regex(noControl),
    fallback: '',
    applies: 'machine',
    meaning: 'names to reach without the proxy, divided by commas',
  },
  hostCertificates: {
    accepts: z.boolean(),
    fallback: true,
    applies: 'machine',
    meaning: 'whether the engine trusts the certificate authorities of this computer',
  },
  sleepAfterMinutes: {
    accepts: z.number().min(0).max(minutesPerDay),
    fallback: 30,
    applies: 'live',
    meaning: 'minutes without use after which the engine sleeps, e.g. 0.5; 0 is never',
  },
  startAtLogin: {
    accepts: z.boolean(),
    fallback: false,
    applies: 'live',
    meaning: 'whether Portside starts, hidden, when you log in',
  },
  updates: {
    accepts: z.enum(['off', 'check', 'download']),
    fallback: 'off',
    applies: 'live',
    meaning:
      'whether Portside looks for newer versions of itself, and downloads them; it never installs by itself',
  },
  onQuit: {
    accepts: z.enum(['ask', 'stop', 'save', 'leave']),
    fallback: 'ask',
    applies: 'live',
    meaning: 'what becomes of the machine at the end: shut down, its state kept, or left running',
  },
}

export const settingNames = Object.keys(settingsTable) as (keyof Settings)[]

export const isSetting = (name: string): name is keyof Settings => Object.hasOwn(settingsTable, name)

export const defaultSettings: Settings = Object.fromEntries(
  settingNames.map((name) => [name, settingsTable[name].fallback]),
) as unknown as Settings

/** Of a setting that is one of a few words, these. */
export const choicesOf = (name: keyof Settings): readonly string[] => {
  const { accepts } = settingsTable[name]
  return accepts instanceof z.ZodEnum ? accepts.options.map(String) : []
}
