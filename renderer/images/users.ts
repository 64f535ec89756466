// Which containers were made from an image.
import { useShallow } from 'zustand/react/shallow'
import type { Container } from '../../preload/model'
import { containers } from '../stores/mirrors'

/** The same array while none of them changes. */
export const useUserContainers = (imageId: string): readonly Container[] =>
  containers.use(
    useShallow((state) => [...state.items.values()].filter((container) => container.imageId === imageId)),
  )

export const useUserNames = (imageId: string): readonly string[] =>
  containers.use(
    useShallow((state) =>
      [...state.items.values()]
        .filter((container) => container.imageId === imageId)
        .map((container) => container.name),
    ),
  )
