// Four words to know while waiting.
import { CircleDot, Container as ContainerIcon, HardDrive, Layers, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../stores/preferences'

/** `waiting` while a start is under way. */
export function FourWords({ waiting }: { readonly waiting: boolean }): ReactNode {
  const t = useT()
  return (
    <section className="four-words">
      <h2>{waiting ? t('welcome.words') : t('welcome.fourWords')}</h2>
      <div>
        <Word icon={Layers} name={t('welcome.image')} text={t('welcome.imageText')} />
        <Word icon={ContainerIcon} name={t('welcome.container')} text={t('welcome.containerText')} />
        <Word icon={HardDrive} name={t('welcome.volume')} text={t('welcome.volumeText')} />
        <Word icon={CircleDot} name={t('welcome.port')} text={t('welcome.portText')} />
      </div>
    </section>
  )
}

const Word = ({ icon: Icon, name, text }: { icon: LucideIcon; name: string; text: string }): ReactNode => (
  <div className="word">
    <span className="tile">
      <Icon className="icon" />
    </span>
    <b>{name}</b>
    <p>{text}</p>
  </div>
)
