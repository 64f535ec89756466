// A slider over a range of numbers: shows the value while it moves, reports it once it is let go.
import { useEffect, useId, useRef, useState, type CSSProperties, type ReactNode } from 'react'

export interface SliderProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly step: number
  /** The value in words, e.g. `6 of 8 cores`. */
  readonly describe: (value: number) => string
  readonly help?: string
  /** The most that was needed lately, and what to say of it; a smaller value turns amber. */
  readonly mark?: { readonly value: number; readonly text: string; readonly tooLittle: string } | undefined
  readonly onChange: (value: number) => void
}

export function Slider({
  label,
  value,
  least,
  most,
  step,
  describe,
  help,
  mark,
  onChange,
}: SliderProps): ReactNode {
  const [moving, setMoving] = useState<number>()
  const input = useRef<HTMLInputElement>(null)
  const helpId = useId()
  const shown = moving ?? value
  const little = mark !== undefined && shown < mark.value
  const note = mark === undefined ? help : little ? mark.tooLittle : mark.text
  // React's onChange is the browser's input event; the browser's change event tells that it was let go.
  useEffect(() => {
    const element = input.current
    const letGo = (): void => {
      if (!element) return
      setMoving(undefined)
      onChange(Number(element.value))
    }
    element?.addEventListener('change', letGo)
    return () => element?.removeEventListener('change', letGo)
  }, [onChange])
  return (
    <label className={little ? 'slider little' : 'slider'}>
      <span className="slider-head">
        <span className="slider-name">{label}</span>
        <output className="slider-value">{describe(shown)}</output>
      </span>
      <input
        ref={input}
        type="range"
        min={least}
        max={most}
        step={step}
        value={shown}
        style={{ '--share': (shown - least) / (most - least || 1) } as CSSProperties}
        aria-label={label}
        aria-valuetext={describe(shown)}
        aria-describedby={note === undefined ? undefined : helpId}
        onChange={(event) => setMoving(Number(event.target.value))}
      />
      {mark && mark.value >= least && mark.value <= most && (
        <span className="slider-mark" aria-hidden="true">
          <i style={{ left: `${((mark.value - least) / (most - least || 1)) * 100}%` }} />
        </span>
      )}
      {note !== undefined && (
        <span className="help" id={helpId}>
          {note}
        </span>
      )}
    </label>
  )
}
