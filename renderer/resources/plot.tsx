// The lines of one metric on a canvas, by uPlot: pointing at one chart points at the same time in all of them.
import { useEffect, useRef, type ReactNode } from 'react'
import uPlot from 'uplot'
import { useTheme } from '../stores/preferences'
import type { ChartData } from './chart-data'

export interface PlotProps {
  readonly data: ChartData
  /** Name of the hue in the tokens: `cpu`, `mem`, `disk`, `net`. */
  readonly hue: string
  /** Top of the scale. */
  readonly top: number
  /** The time at the left edge and how long the chart reaches, in ms. */
  readonly from: number
  readonly span: number
  /** The charts of one page share a cursor by this name. */
  readonly together: string
  /** Epoch ms of the sample that is pointed at. */
  readonly onPoint: (at: number | undefined) => void
}

const height = 94

export function Plot({ data, hue, top, from, span, together, onPoint }: PlotProps): ReactNode {
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const newest = useRef({ data, top, from, span, onPoint })
  useEffect(() => {
    newest.current = { data, top, from, span, onPoint }
    plot.current?.setData(data as unknown as uPlot.AlignedData)
  }, [data, top, from, span, onPoint])
  // The canvas knows colours, not tokens: another theme is another chart.
  useEffect(() => {
    const at = box.current
    if (!at) return
    const scales: uPlot.Scales = {
      x: { range: () => edges(newest.current) },
      y: { range: () => [0, newest.current.top] },
    }
    const onCursor = ({ cursor, data: [times] }: uPlot): void => {
      const seconds = cursor.idx == null ? undefined : times[cursor.idx]
      newest.current.onPoint(seconds === undefined ? undefined : seconds * 1000)
    }
    const made = new uPlot(
      {
        ...look(hue),
        scales,
        hooks: { setCursor: [onCursor] },
        cursor: cursorOf(together),
        width: at.clientWidth,
        height,
      },
      newest.current.data as unknown as uPlot.AlignedData,
      at,
    )
    plot.current = made
    const resize = new ResizeObserver(() => made.setSize({ width: at.clientWidth, height }))
    resize.observe(at)
    return () => {
      resize.disconnect()
      made.destroy()
      plot.current = undefined
    }
  }, [theme, hue, together])
  return <div ref={box} className="plot" aria-hidden="true" />
}

const edges = ({ from, span }: { from: number; span: number }): [number, number] => [
  from / 1000,
  (from + span) / 1000,
]

const cursorOf = (together: string): uPlot.Cursor => ({
  y: false,
  drag: { x: false, y: false, setScale: false },
  points: { size: 5 },
  sync: { key: together, setSeries: false },
})

const noGap: uPlot.Padding = [2, 0, 2, 0]

/** The computer dashed, the machine as a line, containers as an area, memory given back hatched. */
function look(hue: string): Pick<uPlot.Options, 'series' | 'bands' | 'axes' | 'legend' | 'padding'> {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string): string => style.getPropertyValue(name).trim()
  // Written as #rrggbb, to which two more figures add the opacity.
  const own = color(`--m-${hue}`)
  const grid = { stroke: color('--line'), width: 1 }
  return {
    legend: { show: false },
    padding: noGap,
    axes: [
      { show: false },
      { show: true, size: 0, grid, ticks: { show: false }, splits: (_, __, min, max) => [min, max / 2, max] },
    ],
    series: [
      {},
      { stroke: color('--m-host'), width: 1.3, dash: [3, 2.5], points: { show: false } },
      { stroke: own, width: 1.8, points: { show: false } },
      { stroke: `${own}88`, fill: `${own}38`, width: 1, points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
    ],
    bands: [{ series: [4, 2], fill: hatch(color('--ok')) as unknown as string }],
  }
}

/** Slanted lines; uPlot takes whatever a canvas takes as a fill. */
function hatch(stroke: string): CanvasPattern | string {
  const tile = document.createElement('canvas')
  tile.width = 6
  tile.height = 6
  const draw = tile.getContext('2d')
  if (!draw) return 'transparent'
  draw.strokeStyle = stroke
  draw.globalAlpha = 0.55
  draw.lineWidth = 1.2
  draw.beginPath()
  for (const shift of [-6, 0, 6]) {
    draw.moveTo(shift, 6)
    draw.lineTo(shift + 6, 0)
  }
  draw.stroke()
  return draw.createPattern(tile, 'repeat') ?? 'transparent'
}
