// What the window knows of the app: one mirror per watched noun, and the hooks that read them.
import { useShallow } from 'zustand/react/shallow'
import type {
  AppInfo,
  Build,
  ComposeAction,
  ComposeProject,
  Container,
  Engine,
  Image,
  ImageTransfer,
  Machine,
  ManagedNames,
  MachineUsage,
  PortConflict,
  RegistryLogin,
  PortForward,
  PortListener,
  PortLook,
  ResourceWarning,
  PendingSettings,
  Readiness,
  Network,
  Pull,
  Settings,
  AppUpdate,
  TrashedContainer,
  Volume,
  Workspace,
  WorkspaceExportJob,
  VolumeBackup,
  DailyBackups,
  VolumeSizes,
  VolumeTransfer,
  WslSetup,
} from '../../preload/model'
import { createMirror, createValue } from './mirror'

export const containers = createMirror<Container>()
export const trash = createMirror<TrashedContainer>()
export const images = createMirror<Image>()
export const volumes = createMirror<Volume>()
export const networks = createMirror<Network>()
export const workspaces = createMirror<Workspace>()
export const workspaceExports = createMirror<WorkspaceExportJob>()
export const volumeTransfers = createMirror<VolumeTransfer>()
export const volumeBackups = createMirror<VolumeBackup>()
export const volumeSizes = createValue<VolumeSizes>()
export const dailyBackups = createValue<DailyBackups>()
export const projects = createMirror<ComposeProject>()
export const composeActions = createMirror<ComposeAction>()
export const builds = createMirror<Build>()
export const pulls = createMirror<Pull>()
/** Up to date only while the dialog of registries is open. */
export const logins = createMirror<RegistryLogin>()
export const transfers = createMirror<ImageTransfer>()
export const forwards = createMirror<PortForward>()
export const conflicts = createMirror<PortConflict>()
/** What will hurt soon or just did. */
export const warnings = createMirror<ResourceWarning>()
/** Up to date only while the page with the ports is shown. */
export const listeners = createMirror<PortListener>()
export const portLook = createValue<PortLook>()
export const machine = createValue<Machine>()
export const usage = createValue<MachineUsage>()
export const engine = createValue<Engine>()
export const settings = createValue<Settings>()
/** Whether this computer can run the engine, as it was found last. */
export const readiness = createValue<Readiness>()
export const pendingSettings = createValue<PendingSettings>()
export const wslSetup = createValue<WslSetup>()
export const managedSettings = createValue<ManagedNames>()
export const update = createValue<AppUpdate>()
export const appInfo = createValue<AppInfo>()

export const useContainer = (id: string): Container | undefined =>
  containers.use((state) => state.items.get(id))

export const useImage = (id: string): Image | undefined => images.use((state) => state.items.get(id))

export const useNetwork = (id: string): Network | undefined => networks.use((state) => state.items.get(id))

export const useVolume = (id: string): Volume | undefined => volumes.use((state) => state.items.get(id))

/** The forwards of one container; the same array while none of them changes. */
export const useForwardsOf = (containerId: string): readonly PortForward[] =>
  forwards.use(
    useShallow((state) => [...state.items.values()].filter((forward) => forward.containerId === containerId)),
  )

/** The conflict of one container that is broken now, if any. */
export const useConflictOf = (containerId: string): PortConflict | undefined =>
  conflicts.use((state) =>
    [...state.items.values()].find((one) => one.containerId === containerId && one.when === 'now'),
  )

/** What clashes with the ports of this container, or would at a start; the same array while none of it changes. */
export const useConflictsOf = (containerId: string): readonly PortConflict[] =>
  conflicts.use(
    useShallow((state) => [...state.items.values()].filter((one) => one.containerId === containerId)),
  )

export const useMachine = (): Machine | undefined => machine((state) => state.value)
export const useEngine = (): Engine | undefined => engine((state) => state.value)

/** True while Docker Engine answers: lists are live and actions can work. */
export const useEngineReady = (): boolean => engine((state) => state.value?.state === 'connected')
