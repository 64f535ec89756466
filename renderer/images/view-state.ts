// Filter and order of the image list, and which images containers use.
import { create } from 'zustand'
import { containers } from '../stores/mirrors'
import type { ImageSort, ImageView } from './image-rows'

export const useImageView = create<ImageView>(() => ({
  filter: 'all',
  sort: 'size',
  descending: false,
  search: '',
}))

export const sortImagesBy = (sort: ImageSort): void =>
  useImageView.setState((state) => ({ sort, descending: state.sort === sort && !state.descending }))

/** The ids of the images in use as text: the same value while the set does not change. */
export const useUsedKey = (): string =>
  containers.use((state) => {
    const ids = new Set<string>()
    for (const container of state.items.values()) ids.add(container.imageId)
    return [...ids].sort().join(' ')
  })
