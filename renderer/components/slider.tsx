// A slider over a range of numbers: shows the value while it moves, reports it once it is let go.
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

export interface SliderProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly step: number
  /** The value in words, e.g. `6 of 8 cores`. */
  readonly describe: (value: number) => string
  readonly help?: string
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
  onChange,
}: SliderProps): ReactNode {
  const [moving, setMoving] = useState<number>()
  const input = useRef<HTMLInputElement>(null)
  const helpId = useId()
  const shown = moving ?? value
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
    <label className="slider">
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
        aria-valuetext={describe(shown)}
        aria-describedby={help === undefined ? undefined : helpId}
        onChange={(event) => setMoving(Number(event.target.value))}
      />
      {help !== undefined && (
        <span className="help" id={helpId}>
          {help}
        </span>
      )}
    </label>
  )
}
