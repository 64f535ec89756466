// Ways back into the first five minutes: all of it, or one word on the first container.
import { BookOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../stores/preferences'
import { useUi, type Ui } from '../stores/ui'

const ways: readonly (readonly [
  'home.learnWelcome' | 'home.learnContainer' | 'home.learnPort' | 'home.learnData',
  Ui['welcome'],
])[] = [
  ['home.learnWelcome', { stage: 'check' }],
  ['home.learnContainer', { stage: 'run', word: 'container' }],
  ['home.learnPort', { stage: 'run', word: 'portMapping' }],
  ['home.learnData', { stage: 'run', word: 'volume' }],
]

export function Learn(): ReactNode {
  const t = useT()
  return (
    <section className="card recently learn">
      <h2>{t('home.learn')}</h2>
      <ul>
        {ways.map(([key, welcome]) => (
          <li key={key}>
            <button type="button" onClick={() => useUi.setState({ welcome })}>
              <BookOpen className="icon" />
              {t(key)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
