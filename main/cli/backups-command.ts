// `portside volumes backups|back-up|put-back|keep-backup|remove-backup|daily|size-history`: restore points of volumes.
import type { Contract } from '../../preload/contract'
import { first, firstValue, toJson, type CommandContext } from './command'
import { followJob } from './follow-job'
import { words } from './images-command'
import { formatTable } from './table'
import { stateWord } from './state-words'
import { wordsIn } from './texts'

/** False where the words mean something else. @throws volume.* engine.* */
export async function backupsCommand(
  { volumes }: Contract,
  context: CommandContext,
  [verb = '', ...args]: readonly string[],
): Promise<boolean> {
  const [id = '', name = ''] = args
  const tell = (result: unknown): true => {
    context.print(context.json ? toJson(result) : words(result, context.language))
    return true
  }
  if (verb === 'backups' && args.length <= 1) {
    const all = (await first(volumes.watchBackups())).filter((one) => id === '' || one.volume === id)
    const sorted = all.toSorted((a, b) => b.at - a.at)
    if (context.json) return tell(sorted)
    const rows = sorted.map((one) => [
      one.id,
      one.volume,
      new Date(one.at).toISOString(),
      stateWord(context.language, one.kind),
      String(one.sizeBytes),
    ])
    const { say } = wordsIn(context.language)
    context.print(formatTable([say('id'), say('volume'), say('made'), say('kind'), say('bytes')], rows))
    return true
  }
  if (verb === 'put-back-as' && args.length === 2) {
    const { transferId } = await volumes.cloneBackup({ backupId: id, name })
    await followJob(volumes.watchTransfers(), transferId, () => volumes.cancelTransfer({ transferId }))
    return tell({ made: name })
  }
  if (verb === 'keep-backup' && (args.length === 1 || args.length === 2)) {
    await volumes.keepBackup({ backupId: id, kept: true, note: name })
    return tell({ kept: id })
  }
  if (verb === 'daily' && args.length === 0) return tell(await firstValue(volumes.watchDaily()))
  if (verb === 'daily' && args.length === 2 && (name === 'on' || name === 'off')) {
    await volumes.setDaily({ id, daily: name === 'on' })
    return tell({ [name === 'on' ? 'backedUpDaily' : 'noMoreDaily']: id })
  }
  if (args.length !== 1) return false
  switch (verb) {
    case 'back-up': {
      const { transferId } = await volumes.backUp({ id })
      await followJob(volumes.watchTransfers(), transferId, () => volumes.cancelTransfer({ transferId }))
      return tell({ backedUp: id })
    }
    case 'put-back': {
      const { transferId } = await volumes.putBack({ backupId: id, saveFirst: true })
      const { name } = await followJob(volumes.watchTransfers(), transferId, () =>
        volumes.cancelTransfer({ transferId }),
      )
      return tell({ restored: name })
    }
    case 'release-backup':
      await volumes.keepBackup({ backupId: id, kept: false, note: '' })
      return tell({ released: id })
    case 'size-history':
      return tell(await volumes.getSizeHistory({ id }))
    case 'remove-backup':
      await volumes.removeBackup({ backupId: id })
      return tell({ removed: id })
    default:
      return false
  }
}
