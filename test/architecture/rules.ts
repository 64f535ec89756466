// Who may import whom, as data: ARCHITECTURE's table.
import { builtinModules } from 'node:module'
import type { Import } from './source'

interface Rule {
  /** The folder or file this rule is about; the longest match counts. */
  readonly from: string
  /** Folders and packages whose values it may use. */
  readonly values: readonly string[]
  /** Folders of which it may use types only. */
  readonly types?: readonly string[]
  readonly node: boolean
  readonly electron?: boolean
}

const base = ['main/base', 'preload']
const domain = ['machine', 'engine', 'ports', 'resources', 'compose', 'workspaces', 'swarm', 'contexts']
const alone = ['settings', 'readiness', 'diagnostics', 'updates', 'activity']

/** Flags, what is asked of the engine for them, and sentences of ports: none of it knows the page. */
const runWords = [
  ...['fill-from-command', 'env-file', 'form', 'validate'].map((name) => `renderer/run/${name}.ts`),
  'renderer/ports/conflict-words.ts',
]

const rules: readonly Rule[] = [
  { from: 'preload', values: ['preload'], node: false },
  { from: 'preload/preload.ts', values: ['preload'], node: false, electron: true },
  { from: 'main/base', values: ['main/base', ...contractFiles()], node: true },
  { from: 'main/machine', values: ['main/machine', ...base], node: true },
  { from: 'main/engine', values: ['main/engine', ...base], node: true },
  ...[...domain.slice(2), ...alone].map((name) => ({
    from: `main/${name}`,
    values: [`main/${name}`, ...base],
    types: domain.map((other) => `main/${other}`),
    node: true,
  })),
  { from: 'main/ipc', values: ['main/ipc', ...base], node: true },
  { from: 'main/desktop', values: ['main/desktop', ...base], node: true },
  {
    from: 'main/electron',
    values: ['main/electron', ...base],
    types: ['main/desktop'],
    node: true,
    electron: true,
  },
  // The command says things in the window's words, and reads `docker run` as it does (docs/decisions/0022).
  { from: 'main/cli', values: ['main/cli', 'renderer/i18n', ...runWords, ...base], node: true },
  { from: 'main/host.ts', values: base, node: true },
  { from: 'main/app.ts', values: ['main', 'preload'], node: true },
  { from: 'main/app-services.ts', values: ['main', 'preload'], node: true },
  { from: 'main/app-readiness.ts', values: ['main', 'preload'], node: true },
  { from: 'main/entry.ts', values: ['main', 'preload'], node: true },
  { from: 'main/headless.ts', values: ['main', 'preload'], node: true },
  { from: 'main/main.ts', values: ['main', 'preload'], node: true, electron: true },
  { from: 'renderer', values: ['renderer', 'preload'], node: false },
]

/** The base knows the wire and the nouns of the contract, never its services. */
function contractFiles(): string[] {
  return ['errors', 'model', 'rpc', 'frame-codec', 'text'].map((name) => `preload/${name}.ts`)
}

const builtins = new Set(builtinModules)
const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

/** Data that others read, too; the editor completes from it. */
const publishedSchema = 'assets/workspace.schema.json'

export function forbidden(from: string, target: Import): boolean {
  const rule = rules
    .filter((candidate) => within(from, candidate.from))
    .toSorted((a, b) => b.from.length - a.from.length)[0]
  if (!rule) return true
  const { path, kind } = target
  if (path === 'electron') return !rule.electron
  if (path.startsWith('node:') || builtins.has(path)) return !rule.node
  const ours = within(path, 'main') || within(path, 'preload') || within(path, 'renderer')
  // Style sheets, fonts and npm packages are no business of layers; assets and tests must not be reached.
  const reached = within(path, 'assets') && path !== publishedSchema
  if (!ours) return within(path, 'test') || within(path, 'scripts') || reached
  if (path === 'preload/preload.ts') return true
  if (within(path, 'main/electron') && from === 'main/app.ts') return true
  const allowed = [...rule.values, ...(kind === 'type' ? (rule.types ?? []) : [])]
  return !allowed.some((folder) => within(path, folder))
}
