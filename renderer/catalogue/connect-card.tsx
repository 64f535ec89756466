// The lines that a program needs to reach a well-known server in a container, ready to copy.
import { Copy } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Container, EnvVariable } from '../../preload/model'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { hiddenValue, isSecret } from '../details/secret'
import { normalReference } from '../run/local-image'
import { copyText } from '../stores/clipboard'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { connectionLines, stacks, type Stack } from './connection'
import { catalogue } from '../../preload/catalogue'

const stackNames: Readonly<Record<Stack, string>> = {
  spring: 'Spring',
  node: 'Node',
  python: 'Python',
  go: 'Go',
}

const repositoryOf = (image: string): string => normalReference(image).replace(/(?::[^/]*)?(?:@.*)?$/, '')

/** Undefined for a container that is no server of the catalogue, or that has published none of its ports. */
function linesOf(
  container: Container,
  env: readonly EnvVariable[],
): Readonly<Record<Stack, string>> | undefined {
  const repository = repositoryOf(container.image)
  const entry = catalogue.find((one) => repositoryOf(one.image) === repository)
  const published = container.ports.filter(({ hostPort }) => hostPort > 0)
  if (!entry || published.length === 0) return undefined
  const hostPort = (port: number): number =>
    published.find(({ containerPort }) => containerPort === port)?.hostPort ?? port
  return connectionLines({ entry: entry.id, hostPort, env })
}

/** Means nothing in any line. */
const mark = 'HIDDEN-BY-PORTSIDE'
const withoutSecret = (one: EnvVariable): EnvVariable =>
  isSecret(one) && one.value !== '' ? { ...one, value: mark } : one

export function ConnectCard({
  id,
  env,
}: {
  readonly id: string
  readonly env: readonly EnvVariable[]
}): ReactNode {
  const t = useT()
  const container = useContainer(id)
  const [stack, setStack] = useState<Stack>('spring')
  const text = container && linesOf(container, env)?.[stack]
  if (!container || text === undefined) return null
  // What is copied is whole; what is shown hides what the list below hides, in whatever form a line has it.
  const shown = linesOf(container, env.map(withoutSecret))?.[stack].replaceAll(mark, hiddenValue)
  return (
    <section className="card connect-card" aria-label={t('catalogue.connect')}>
      <div className="row g8">
        <h3 className="grow">{t('catalogue.connect')}</h3>
        <Segmented
          small
          label={t('catalogue.for')}
          value={stack}
          onChange={setStack}
          options={stacks.map((value) => ({ value, label: stackNames[value] }))}
        />
        <Button size="sm" onClick={() => copyText(text)}>
          <Copy className="icon icon-14" />
          {t('catalogue.copy')}
        </Button>
      </div>
      <pre className="mono" tabIndex={0}>
        {shown}
      </pre>
    </section>
  )
}
