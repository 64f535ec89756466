// The workspaces of the stand-in: one to look at, whose start is the test's to tell.
import type { WorkspacesService } from '../../../preload/contract'
import type {
  Workspace,
  WorkspaceExportJob,
  WorkspaceExportPlan,
  WorkspaceReadiness,
  WorkspaceReview,
} from '../../../preload/model'
import type { WatchedCollection } from './watched'

export const shopReview: WorkspaceReview = {
  reviewId: 'r1',
  source: { kind: 'file', path: '/home/user/shop/compose.yaml' },
  title: 'shop',
  author: 'acme/shop-env',
  project: 'shop',
  services: [
    { name: 'web', title: 'web', icon: 'web', image: 'acme/web:2.8', memoryBytes: 60e6, dependsOn: ['db'] },
    { name: 'db', title: 'db', icon: 'database', image: 'postgres:17', memoryBytes: 380e6, dependsOn: [] },
  ],
  images: [
    {
      ...{ reference: 'acme/web:2.8', registry: 'docker.io', repository: 'acme/web' },
      ...{ pinned: false, included: false, services: ['web'] },
    },
    {
      ...{ reference: 'postgres:17', registry: 'docker.io', repository: 'library/postgres' },
      ...{ pinned: false, included: false, services: ['db'] },
    },
  ],
  folders: [],
  ports: [
    {
      ...{
        service: 'web',
        containerPort: 80,
        protocol: 'tcp',
        address: '0.0.0.0',
        teamPort: 8080,
        hostPort: 8081,
      },
      ...{ meaning: 'The shop', url: 'http://localhost:8081/' },
    },
  ],
  dangers: [
    {
      id: 'docker-socket:web:/var/run/docker.sock',
      kind: 'docker-socket',
      service: 'web',
      subject: '/var/run/docker.sock',
      severe: true,
    },
  ],
  secrets: [{ name: 'STRIPE_KEY', title: 'Stripe', optional: false, known: false }],
  seeds: [{ id: 'rows', title: 'Customers', service: 'db', optional: true, leftOut: false }],
  changes: [],
}

export const shopReadiness: WorkspaceReadiness = {
  memory: { needed: 440e6, available: 4.9e9, fits: true },
  disk: { needed: 1.9e9, available: 128e9, fits: true },
  platform: 'linux/amd64',
  images: [
    {
      reference: 'acme/web:2.8',
      here: false,
      downloadBytes: 96e6,
      platforms: ['linux/amd64'],
      fits: true,
      missing: false,
    },
    {
      reference: 'postgres:17',
      here: true,
      sizeBytes: 400e6,
      platforms: ['linux/amd64'],
      fits: true,
      missing: false,
    },
  ],
  download: { bytes: 96e6, unknown: 0, aboutMs: 25_000 },
  moves: [{ service: 'web', from: 8080, to: 8081, holder: 'node (PID 71)' }],
  blocked: [],
  missingSecrets: [{ name: 'STRIPE_KEY', title: 'Stripe', optional: false, known: false }],
  missingFolders: [],
  git: { branch: 'main', remote: 'acme/shop-env', behind: 3, asked: true },
  ready: false,
}

export const shopWorkspace: Workspace = {
  id: 'aaaaaaaaaaaa',
  source: shopReview.source,
  file: '/home/user/shop/compose.yaml',
  folder: '/home/user/shop',
  state: 'new',
  wasUp: false,
  project: 'shop',
  title: 'shop',
  author: 'acme/shop-env',
  services: shopReview.services,
  ports: shopReview.ports,
  secrets: shopReview.secrets,
  unasked: [],
  seeds: shopReview.seeds,
  description: 'Everything that the shop needs.',
  notes: [
    { language: 'java', text: 'Set spring.profiles.active=local.' },
    { language: 'ko', text: '질문은 #shop 채널에 남겨 주세요.' },
  ],
  needs: {},
  changedAt: 1_700_000_000_000,
  dangers: [],
  changes: [],
  snapshots: [],
}

export const shopExportPlan: WorkspaceExportPlan = {
  project: 'shop',
  title: 'shop',
  services: [
    { name: 'web', image: 'acme/web:2.8', sizeBytes: 96e6 },
    { name: 'db', image: 'postgres:17', digest: `sha256:${'1'.repeat(64)}`, sizeBytes: 400e6 },
  ],
  seeds: [{ id: 'rows', title: 'Customers', service: 'db', sizeBytes: 84e6 }],
  volumes: [{ name: 'data', volume: 'shop_data', external: false, services: ['db'] }],
  leftOut: [
    { kind: 'secret', service: 'db', subject: 'POSTGRES_PASSWORD', keepable: true },
    { kind: 'path', service: 'web', subject: '/home/user/notes', keepable: false },
  ],
}

export const fakeWorkspaces = (
  items: WatchedCollection<Workspace>,
  exports: WatchedCollection<WorkspaceExportJob>,
  readiness: () => WorkspaceReadiness = () => shopReadiness,
): WorkspacesService => ({
  watchWorkspaces: (options) => items.watch(options?.signal),
  review: async () => shopReview,
  reviewChosen: async () => shopReview,
  reviewLink: async () => shopReview,
  readLink: async () => shopReview.source,
  accept: async () => {
    items.upsert(shopWorkspace)
    return { id: shopWorkspace.id }
  },
  openStack: async () => {
    items.upsert(shopWorkspace)
    return { id: shopWorkspace.id }
  },
  decline: async () => {},
  check: async () => readiness(),
  setSecret: async () => {},
  forgetSecret: async () => {},
  start: async () => {},
  cancel: async () => {},
  rollBack: async () => {},
  stop: async () => {},
  update: async () => shopReview,
  reset: async () => ({ snapshotId: '1' }),
  restore: async () => {},
  removeSnapshot: async () => {},
  leave: async ({ id }) => items.remove(id),
  remove: async ({ id }) => items.remove(id),
  compare: async () => ({ changes: [] }),
  readFile: async () => ({ text: 'name: shop\n' }),
  planExport: async () => shopExportPlan,
  watchExports: (options) => exports.watch(options?.signal),
  export: async ({ request }) => {
    exports.upsert({
      ...{ id: 'e1', project: request.project, title: request.title, state: 'active', startedAt: 1 },
      steps: [{ stage: 'prove', subject: '', state: 'active', startedAt: 1 }],
    })
    return { exportId: 'e1' }
  },
  cancelExport: async ({ exportId }) => exports.remove(exportId),
  dismissExport: async ({ exportId }) => exports.remove(exportId),
})
