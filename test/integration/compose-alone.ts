// Compose as the app has it, but that nobody else on this computer is asked about ports.
import { mkdir } from 'node:fs/promises'
import type { ComposeService } from '../../preload/contract'
import type { ComposeAction } from '../../preload/model'
import { silentLog } from '../../main/base/log'
import { pathsOf } from '../../main/base/paths'
import type { ComposeParts } from '../../main/compose/compose'
import { wireCompose, wireComposeCore, type ComposeCore } from '../../main/compose/wire-compose'
import type { PortWants } from '../../main/ports/port-wants'
import type { PortsParts } from '../../main/ports/ports'
import { markBuilds } from '../../main/workspaces/build-marks'
import { refuseHostileFile } from '../../main/workspaces/hostile-references'
import { checkBlock } from '../../main/workspaces/dead-keys'
import { composeFolder } from '../support/compose'
import type { Session } from './engine-session'

/** `home` is its state folder. */
export async function composeAlone(
  session: Session,
  home: string,
  wants: PortWants,
): Promise<ComposeParts & { readonly core: ComposeCore }> {
  const paths = pathsOf(home, 'linux')
  await mkdir(paths.run, { recursive: true })
  const ports = {
    starts: { askFor: async () => undefined },
    service: { findFree: async ({ near }: { near: number }) => ({ ports: [near, near + 1] }) },
    wants,
  } as unknown as Pick<PortsParts, 'service' | 'starts' | 'wants'>
  const core = wireComposeCore({ paths, toolsDir: await composeFolder() }, session, silentLog)
  const parts = await wireCompose({
    ...core,
    paths,
    engine: session,
    ports,
    sharing: { isShared: () => true, share: async () => {} },
    chooseFile: undefined,
    checkBlock,
    refuseHostile: refuseHostileFile,
    markBuilds,
    start: async () => {},
    log: silentLog,
  })
  return { ...parts, core }
}

/** Resolves with what came of it. */
export async function actionEnded(
  { watchActions }: Pick<ComposeService, 'watchActions'>,
  actionId: string,
): Promise<ComposeAction> {
  for await (const change of watchActions()) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const action = items.find(({ id }) => id === actionId)
    if (action && action.state !== 'active') return action
  }
  throw new Error('it never ended')
}
