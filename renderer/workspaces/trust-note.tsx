// What a workspace can reach, in one breath: whose images it runs, and whether anything outside of its folder is open to it.
import { ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Workspace } from '../../preload/model'
import { dangerText } from '../i18n/shared-words'
import { normalReference } from '../run/local-image'
import { useLanguage, useT } from '../stores/preferences'
import { WhyAbout } from '../why/why-word'

/** `acme` for acme/web of Docker Hub, the host of any other registry. */
function sourceOf(image: string): string {
  const [first = '', ...rest] = normalReference(image).split('/')
  return rest.length === 0 ? 'Docker Hub' : first
}

export function TrustNote({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const language = useLanguage()
  const { services, dangers, folder, source, title } = workspace
  // What was unpacked lies in a folder that nobody knows.
  const name = (source.kind === 'file' && folder.split(/[\\/]/).at(-1)) || title
  const sources = [
    ...new Set(services.flatMap(({ image }) => (image === undefined ? [] : [sourceOf(image)]))),
  ]
  const severe = dangers.filter((one) => one.severe)
  const Icon = severe.length === 0 ? ShieldCheck : TriangleAlert
  return (
    <section className={severe.length === 0 ? 'note' : 'note warn'}>
      <Icon className="icon" />
      <div>
        {sources.length > 0 &&
          t('workspaces.runsOnly', { sources: new Intl.ListFormat(language).format(sources) })}{' '}
        {severe.length === 0
          ? t('workspaces.cannotRead', { name })
          : severe.map((danger) => <p key={danger.id}>{dangerText(t, danger)}</p>)}{' '}
        <WhyAbout word="reach" wide />
      </div>
    </section>
  )
}
