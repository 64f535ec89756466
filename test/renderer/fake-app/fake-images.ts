// The images of the stand-in app: what is on it, downloads, and one image in depth.
import type { BuildsService, ImagesService, RegistriesService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type {
  Build,
  BuildLine,
  BuildPlan,
  Image,
  ImageDetails,
  ImageDownload,
  ImageTransfer,
  ImageUpdate,
  Pull,
  PullLimit,
  RunDefaults,
  WasteScan,
  LoginKeeper,
  RegistryLogin,
} from '../../../preload/model'
import { Broadcast, WatchedCollection } from './watched'

export class FakeImages {
  readonly images = new WatchedCollection<Image>()
  readonly pulls = new WatchedCollection<Pull>()
  readonly transfers = new WatchedCollection<ImageTransfer>()
  readonly updates = new WatchedCollection<ImageUpdate>()
  readonly builds = new WatchedCollection<Build>()
  readonly buildLog = new Broadcast<readonly BuildLine[]>()
  plan: BuildPlan = emptyPlan
  readonly logins = new WatchedCollection<RegistryLogin>()
  keeper: LoginKeeper = { kind: 'keychain' }
  pullLimit: PullLimit = { loggedIn: false }
  readonly defaults = new Map<string, RunDefaults>()
  readonly downloads = new Map<string, ImageDownload>()
  readonly details = new Map<string, Partial<ImageDetails>>()
  readonly waste = new Broadcast<WasteScan>()
  sharedBytes: Readonly<Record<string, number>> = {}
  platforms: Readonly<Record<string, readonly string[]>> = {}

  readonly service: ImagesService = {
    watchImages: (options) => this.images.watch(options?.signal),
    watchPulls: (options) => this.pulls.watch(options?.signal),
    pull: async ({ reference }) => {
      const pullId = `pull ${reference}`
      this.pulls.upsert(activePull(pullId, reference))
      return { pullId }
    },
    getDownload: async ({ reference }) => this.downloads.get(reference) ?? { here: false, missing: false },
    cancelPull: async ({ pullId }) => this.pulls.change(pullId, { state: 'cancelled', endedAt: Date.now() }),
    dismissPull: async ({ pullId }) => this.pulls.remove(pullId),
    remove: async ({ id }) => this.images.remove(id),
    prune: async ({ ids }) => {
      for (const id of ids) this.images.remove(id)
      return { removed: ids, kept: [] }
    },
    getDetails: async ({ id }) => ({ ...noDetails, id, ...this.details.get(id) }),
    getUsage: async () => ({
      layersBytes: [...this.images.items.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      sharedBytes: this.sharedBytes,
      platforms: this.platforms,
      platform: 'linux/amd64',
    }),
    watchWaste: ({ signal }) => this.waste.watch([], signal),
    watchTransfers: (options) => this.transfers.watch(options?.signal),
    tag: async ({ id, reference }) =>
      this.images.change(id, { tags: [...(this.images.items.get(id)?.tags ?? []), reference] }),
    untag: async () => {},
    push: async ({ reference }) => this.#transfer('push', reference),
    save: async ({ id }) => this.#transfer('save', id),
    load: async ({ source }) => this.#transfer('load', source),
    importArchive: async ({ source }) => this.#transfer('import', source),
    exportContainer: async ({ id }) => this.#transfer('export', id),
    cancelTransfer: async ({ transferId }) =>
      this.transfers.change(transferId, { state: 'cancelled', endedAt: Date.now() }),
    dismissTransfer: async ({ transferId }) => this.transfers.remove(transferId),
    watchUpdates: (options) => this.updates.watch(options?.signal),
    checkUpdates: async () => {
      const names = (state: ImageUpdate['state']): readonly string[] =>
        [...this.updates.items.values()].flatMap((one) => (one.state === state ? [one.id] : []))
      return { newer: names('newer'), current: names('current'), unknown: names('unknown') }
    },
    update: async ({ reference }) => {
      this.updates.change(reference, { state: 'current' })
      return { recreated: [], kept: [], aside: [] }
    },
    getRunDefaults: async ({ reference }) => {
      const known = this.defaults.get(reference)
      if (!known) throw new AppError('internal.bug', { detail: `no defaults for ${reference}` })
      return known
    },
  }

  readonly buildsService: BuildsService = {
    watchBuilds: (options) => this.builds.watch(options?.signal),
    watchLog: ({ signal }) => this.buildLog.watch([], signal),
    plan: async () => this.plan,
    starter: async ({ kind }) => ({ kind, dockerfile: `# ${kind}\n`, ignoreFile: '', doubts: [] }),
    writeStarter: async () => {
      this.plan = { ...this.plan, found: true }
      return ['Dockerfile', '.dockerignore']
    },
    convertLines: async ({ path }) => {
      this.plan = { ...this.plan, hints: this.plan.hints.filter((hint) => hint.path !== path) }
    },
    addIgnoreLines: async () => {
      this.plan = { ...this.plan, leavesOut: [], sizeBytes: 1000 }
    },
    build: async ({ request }) => {
      const id = `build ${this.builds.items.size}`
      const about = { id, request, sentBytes: 0, steps: [] }
      this.builds.upsert({ ...about, state: 'active', startedAt: Date.now() })
      return { buildId: id }
    },
    again: async () => ({ buildId: 'again' }),
    cancel: async ({ buildId }) => this.builds.change(buildId, { state: 'cancelled', endedAt: Date.now() }),
    dismiss: async ({ buildId }) => this.builds.remove(buildId),
  }

  readonly registries: RegistriesService = {
    watchLogins: (options) => this.logins.watch(options?.signal),
    getKeeper: async () => this.keeper,
    login: async ({ registry, username }) => this.logins.upsert({ id: registry, username }),
    test: async () => {},
    search: async ({ registry, term }) => ({
      items: [
        {
          name: registry === '' ? term : `${registry}/${term}`,
          description: 'found',
          stars: 7,
          official: true,
        },
      ],
      complete: true,
    }),
    listTags: async () => ({ tags: ['latest', '8', '7'], complete: true }),
    getPullLimit: async () => this.pullLimit,
    logout: async ({ registry }) => this.logins.remove(registry),
  }

  #transfer(kind: ImageTransfer['kind'], name: string): { transferId: string } {
    const id = `${kind} ${name}`
    const about = { id, kind, name, layers: [], doneBytes: 0, totalBytes: 0 }
    this.transfers.upsert({ ...about, state: 'active', startedAt: Date.now() })
    return { transferId: id }
  }
}

export const emptyPlan: BuildPlan = {
  found: true,
  files: 1,
  sizeBytes: 100,
  isCut: false,
  largest: [],
  unreadable: [],
  alsoLike: [],
  otherDockerfiles: [],
  below: [],
  ignoreFile: '.dockerignore',
  hasIgnoreFile: false,
  leavesOut: [],
  stages: [],
  args: [],
  secrets: [],
  ssh: [],
  hints: [],
}

const noDetails: Omit<ImageDetails, 'id'> = {
  platform: 'linux/amd64',
  layerCount: 0,
  steps: [],
  json: '{}',
}

export const activePull = (id: string, reference: string): Pull => ({
  id,
  reference,
  state: 'active',
  startedAt: Date.now(),
  layers: [],
  doneBytes: 0,
  totalBytes: 0,
})

/** An image of a registry with nothing special about it. */
export const imageOf = (part: Partial<Image> & { id: string }): Image => ({
  tags: [`${part.id}:latest`],
  digests: [`${part.id}@sha256:${'d'.repeat(64)}`],
  sizeBytes: 100e6,
  createdAt: Date.now() - 3_600_000,
  ...part,
})
