// What waits for what: services as boxes, left before right, with how each stands. The table beside has the same facts.
import { useState, type ReactNode } from 'react'
import type { ComposeProject, ComposeServiceConfig } from '../../preload/model'
import { Status } from '../components/status'
import { useT } from '../stores/preferences'
import { layOut, nodeSize } from './graph-layout'
import { serviceShape, serviceWords, waitsFor } from './project-words'

export function ServiceGraph({
  project,
  services,
}: {
  readonly project: ComposeProject
  readonly services: readonly ComposeServiceConfig[]
}): ReactNode {
  const t = useT()
  const [near, setNear] = useState<string>()
  const { nodes, edges, width, height } = layOut(services)
  const linked = new Set(
    near === undefined
      ? []
      : [near, ...edges.flatMap(({ from, to }) => (from === near ? [to] : to === near ? [from] : []))],
  )
  const dim = (name: string): string => (near !== undefined && !linked.has(name) ? ' is-dim' : '')
  return (
    <div className="service-graph" role="group" aria-label={t('projects.graph')}>
      <h2>{t('projects.graph')}</h2>
      <div className="service-graph-room" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          {edges.map(({ from, to, path }) => (
            <path
              key={`${from} ${to}`}
              d={path}
              className={`wire${from === near || to === near ? ' is-near' : ''}`}
            />
          ))}
        </svg>
        {nodes.map(({ name, x, y }) => {
          const state = project.services.find((one) => one.name === name)
          const service = services.find((one) => one.name === name)
          const others = service ? waitsFor(t, service) : ''
          const words = serviceWords(t, state)
          const label =
            others === ''
              ? t('projects.node', { name, state: words })
              : t('projects.nodeWaits', { name, state: words, others })
          return (
            <div
              key={name}
              role="img"
              tabIndex={0}
              aria-label={label}
              title={label}
              className={`service-node${dim(name)}`}
              style={{ left: x, top: y, width: nodeSize.width, height: nodeSize.height }}
              onMouseEnter={() => setNear(name)}
              onMouseLeave={() => setNear(undefined)}
              onFocus={() => setNear(name)}
              onBlur={() => setNear(undefined)}
            >
              <Status shape={serviceShape(state)} />
              <span className="truncate">
                {name}
                <small className="truncate">{words}</small>
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
