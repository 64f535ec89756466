// The window once the engine was ready: sidebar, top bar and the chosen section.
import { useEffect, type ReactNode } from 'react'
import { ContainersScreen } from '../containers/containers-screen'
import { ImagesScreen } from '../images/images-screen'
import { showSection, useUi } from '../stores/ui'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

export function Workspace(): ReactNode {
  const section = useUi((state) => state.section)
  useSectionKeys()
  return (
    <div className="window">
      <Sidebar />
      <div className="main">
        <TopBar />
        <main className="page">{section === 'containers' ? <ContainersScreen /> : <ImagesScreen />}</main>
      </div>
    </div>
  )
}

/** Ctrl or Cmd with 1 and 2, as in the list of keys. */
function useSectionKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (event.key !== '1' && event.key !== '2') return
      event.preventDefault()
      showSection(event.key === '1' ? 'containers' : 'images')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
