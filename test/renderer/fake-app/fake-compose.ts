// Compose of the stand-in: projects and actions that tests put there, and a config that they choose.
import type { ComposeService } from '../../../preload/contract'
import type {
  ComposeAction,
  ComposeConfig,
  ComposeFinding,
  ComposeProject,
  ComposeRequest,
} from '../../../preload/model'
import { WatchedCollection } from './watched'

export class FakeCompose {
  readonly projects = new WatchedCollection<ComposeProject>()
  readonly actions = new WatchedCollection<ComposeAction>()
  readonly begun: { readonly projectId: string; readonly request: ComposeRequest }[] = []
  readonly mended: string[] = []
  config: ComposeConfig = { name: 'shop', services: [], volumes: [], profiles: [], yaml: '', warnings: [] }
  findings: readonly ComposeFinding[] = []
  text = 'services: {}\n'

  readonly service: ComposeService = {
    watchProjects: (options) => this.projects.watch(options?.signal),
    watchActions: (options) => this.actions.watch(options?.signal),
    watchOutput: async function* () {},
    chooseFile: async () => ({}),
    open: async ({ path }) => {
      const id = path.split('/').at(-2) ?? path
      const folder = path.slice(0, path.lastIndexOf('/'))
      const files = { name: id, folder, files: [path], profiles: [], envFiles: [] }
      this.projects.upsert({ id, files, missing: [], state: 'absent', services: [], opened: true })
      return { projectId: id }
    },
    forget: async ({ projectId }) => this.projects.remove(projectId),
    getConfig: async () => this.config,
    check: async () => ({ findings: this.findings }),
    fix: async ({ findingId }) => {
      this.mended.push(findingId)
      this.findings = this.findings.filter(({ id }) => id !== findingId)
    },
    planDown: async () => ({
      containers: ['shop-db-1'],
      networks: [],
      volumes: [{ name: 'data' }],
      anonymousVolumes: 0,
    }),
    begin: async ({ projectId, request }) => {
      this.begun.push({ projectId, request })
      return { actionId: String(this.begun.length) }
    },
    cancel: async ({ actionId }) => this.actions.change(actionId, { state: 'cancelled' }),
    dismiss: async ({ actionId }) => this.actions.remove(actionId),
    readFile: async ({ path }) => ({ path, text: this.text, revision: '1' }),
    tryText: async () => ({ warnings: [] }),
    writeFile: async ({ path, text }) => {
      this.text = text
      return { path, text, revision: '2', backup: `${path}.copy` }
    },
  }
}
