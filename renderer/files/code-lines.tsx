// The text of a file as it is read: at once in one colour, then with those of its language.
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Piece } from './colours'
import { languageOf } from './language'

/** Lines that a program wrote for programs: nobody reads them, and grammars take long over them. */
const longestLine = 2000

export interface CodeLinesProps {
  /** Its name tells the language. */
  readonly path: string
  readonly text: string
  readonly label: string
}

export function CodeLines({ path, text, label }: CodeLinesProps): ReactNode {
  const pieces = usePieces(path, text)
  return (
    <pre className="file-lines mono" tabIndex={0} role="group" aria-label={label}>
      {pieces
        ? pieces.map(({ text: part, kind }, index) =>
            kind === undefined ? (
              part
            ) : (
              <span key={index} data-code={kind}>
                {part}
              </span>
            ),
          )
        : text}
    </pre>
  )
}

interface Coloured {
  readonly of: string
  readonly pieces: readonly Piece[]
}

function usePieces(path: string, text: string): readonly Piece[] | undefined {
  const language = useMemo(() => {
    const isLong = text.split('\n').some((line) => line.length > longestLine)
    return isLong ? undefined : languageOf(path, text)
  }, [path, text])
  const [coloured, setColoured] = useState<Coloured>()
  useEffect(() => {
    if (language === undefined) return
    let gone = false
    const colour = async (): Promise<void> => {
      const { piecesOf } = await import('./colours')
      if (!gone) setColoured({ of: text, pieces: piecesOf(language, text) })
    }
    // Without colours it can be read as well.
    colour().catch(() => {})
    return () => {
      gone = true
    }
  }, [language, text])
  return language !== undefined && coloured?.of === text ? coloured.pieces : undefined
}
