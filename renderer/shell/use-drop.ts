// Takes folders, Compose files, Dockerfiles and .portside files that are dropped anywhere on the window.
import { useEffect } from 'react'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'

const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

export function useDrop(): void {
  useEffect(() => {
    const root = document.documentElement
    const over = (event: DragEvent): void => {
      // A part of the window that takes files itself, such as a container's folder, has its own way.
      if (event.defaultPrevented || !isFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      root.dataset.dropping = 'true'
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) delete root.dataset.dropping
    }
    const drop = (event: DragEvent): void => {
      delete root.dataset.dropping
      if (event.defaultPrevented || !isFiles(event)) return
      event.preventDefault()
      void open([...(event.dataTransfer?.files ?? [])]).catch(reportError)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
}

/** A browser keeps paths to itself, and the app needs one. */
async function open([file]: readonly File[]): Promise<void> {
  if (!file) return
  const path = await window.portside?.pathOf?.(file)
  if (path === undefined || path === '') return say('requests.noPath')
  await contract().app.open({ target: path })
}
