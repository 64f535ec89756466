// `portside registries`: logins, what a registry has, and how much Docker Hub still lets this person pull.
import type { Contract } from '../../preload/contract'
import { first, toJson, type CommandContext } from './command'
import { askHidden } from './hidden-input'
import { words } from './images-command'
import { formatTable } from './table'
import { UsageError } from './usage'
import { wordsIn } from './texts'

export async function registriesCommand(
  services: Contract,
  context: CommandContext,
  [verb = 'list', ...args]: readonly string[],
): Promise<void> {
  const { registries } = services
  const [one = '', two = ''] = args
  const { say } = wordsIn(context.language)
  const tell = (result: unknown): void =>
    context.print(context.json ? toJson(result) : words(result, context.language))
  switch (`${verb} ${args.length}`) {
    case 'list 0': {
      const all = await first(registries.watchLogins())
      if (context.json) return tell(all)
      return context.print(
        formatTable(
          [say('registry'), say('user')],
          all.map(({ id, username }) => [id, username]),
        ),
      )
    }
    case 'login 2': {
      const [password = ''] = await (context.ask ?? askHidden())([two])
      if (password === '') throw new UsageError('noPassword')
      await registries.login({ registry: one, username: two, password })
      return tell({ loggedIn: one })
    }
    case 'logout 1':
      await registries.logout({ registry: one })
      return tell({ loggedOut: one })
    case 'test 1':
      await registries.test({ registry: one })
      return tell({ accepts: one })
    case 'search 1':
    case 'search 2': {
      const found = await registries.search({ registry: two, term: one })
      if (context.json) return tell(found)
      const rows = found.items.map(({ name, stars, description = '' }) => [
        name,
        String(stars ?? ''),
        description,
      ])
      return context.print(formatTable([say('image'), say('stars'), say('what')], rows))
    }
    case 'tags 1': {
      const { tags, complete } = await registries.listTags({ reference: one })
      return context.json ? tell({ tags, complete }) : context.print(tags.join('\n'))
    }
    case 'limit 0':
      return tell(await registries.getPullLimit())
    default:
      throw new UsageError('registries')
  }
}
