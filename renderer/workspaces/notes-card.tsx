// What the team says about the workspace: its description, and a note for each programming language.
import type { ReactNode } from 'react'
import type { Workspace } from '../../preload/model'
import { legible } from '../../preload/text'
import { useLanguage, useT } from '../stores/preferences'

/** As they write themselves, the same in every language; others go by the key in the file. */
const names: Readonly<Record<string, string>> = {
  ...{ go: 'Go', java: 'Java', javascript: 'JavaScript', kotlin: 'Kotlin', node: 'Node.js', php: 'PHP' },
  ...{ python: 'Python', ruby: 'Ruby', rust: 'Rust', spring: 'Spring', typescript: 'TypeScript' },
}

export function NotesCard({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const own = useLanguage()
  const { description, notes } = workspace
  // A team may write for people of both languages, too.
  const shown = notes.filter(({ language }) => !/^(en|ko)$/.test(language) || language === own)
  if (description === undefined && shown.length === 0) return null
  return (
    <section className="card workspace-card">
      <h2>{t('workspaces.notes')}</h2>
      {description !== undefined && <p>{legible(description)}</p>}
      {shown.length > 0 && (
        <dl className="workspace-notes">
          {shown.map(({ language, text }) => (
            <div key={language}>
              <dt>{language === own ? '' : (names[language.toLowerCase()] ?? language)}</dt>
              <dd>{legible(text)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
