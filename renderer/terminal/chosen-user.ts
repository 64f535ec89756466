// As whom terminals open in containers of an image: as it was chosen last.
import { containers, settings } from '../stores/mirrors'

export const imageOf = (id: string): string | undefined => containers.use.getState().items.get(id)?.image

/** The container's own when undefined. */
export function chosenUser(id: string): string | undefined {
  const image = imageOf(id)
  const asRoot = image !== undefined && settings.getState().value?.rootTerminals.includes(image) === true
  return asRoot ? 'root' : undefined
}
