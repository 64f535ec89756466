// The size of a download in words: layers that images on this computer may have brought already are in it.
import { formatBytes } from '../i18n/format'
import { images } from '../stores/mirrors'
import { useT } from '../stores/preferences'

/** `612 MB` where there is no image yet, `up to 612 MB` otherwise. */
export function useDownloadSize(): (bytes: number) => string {
  const t = useT()
  const first = images.use((state) => state.items.size === 0)
  return (bytes) => {
    const size = formatBytes(bytes)
    return first ? size : t('workspaces.upTo', { size })
  }
}
