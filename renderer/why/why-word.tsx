// The small "Why?" beside a word: one idea, one picture, three sentences at most.
import { CircleQuestionMark } from 'lucide-react'
import type { ReactNode } from 'react'
import { Popover } from '../components/popover'
import { useT } from '../stores/preferences'
import { pictures, type WhyWord } from './pictures'

export interface WhyWordProps {
  readonly word: WhyWord
  /** With its word beside the mark, where there is room. */
  readonly wide?: boolean
}

export function WhyAbout({ word, wide = false }: WhyWordProps): ReactNode {
  const t = useT()
  const title = t(`why.${word}`)
  return (
    <Popover
      label={title}
      className="why-panel"
      align="start"
      trigger={
        <button type="button" className={wide ? 'why' : 'why only-mark'} aria-label={title} title={title}>
          <CircleQuestionMark className="icon" />
          {wide && t('why.mark')}
        </button>
      }
    >
      <WhyContent word={word} />
    </Popover>
  )
}

export function WhyContent({ word }: { readonly word: WhyWord }): ReactNode {
  const t = useT()
  return (
    <>
      <h4>{t(`why.${word}`)}</h4>
      <div className="why-picture">{pictures[word](t)}</div>
      <p>{t(`why.${word}Text`)}</p>
    </>
  )
}
