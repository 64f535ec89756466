// The picture: this computer, the Linux VM in it, a container in that, and one cable of ports through all three.
import type { ReactNode } from 'react'

interface HowItWorksProps {
  readonly system: string
  readonly machine: string
  readonly container: string
}

const Jack = ({ x }: { x: number }): ReactNode => (
  <>
    <circle cx={x} cy="50" r="6.2" fill="var(--bg-raised)" stroke="var(--p-1)" strokeWidth="2" />
    <circle cx={x} cy="50" r="2.3" fill="var(--p-1)" />
  </>
)

export const HowItWorks = ({ system, machine, container }: HowItWorksProps): ReactNode => (
  <svg width="256" height="92" viewBox="0 0 256 92" aria-hidden="true" fill="none">
    <g strokeWidth="1.5">
      <rect
        x=".75"
        y="8.75"
        width="254.5"
        height="82.5"
        rx="10"
        fill="var(--bg-subtle)"
        stroke="var(--line-2)"
      />
      <rect
        x="84.75"
        y="20.75"
        width="158.5"
        height="58.5"
        rx="9"
        fill="var(--accent-bg)"
        stroke="var(--accent-line)"
      />
      <rect x="158" y="32" width="76" height="36" rx="7" fill="var(--bg-raised)" stroke="var(--p-1)" />
    </g>
    <path d="M34 50H170" stroke="var(--p-1)" strokeWidth="2.4" />
    <Jack x={30} />
    <Jack x={104} />
    <Jack x={171} />
    <g fontFamily="var(--font-ui)" fontSize="10.5" fontWeight="600" fill="var(--text-2)">
      <g paintOrder="stroke" strokeWidth="7" strokeLinejoin="round">
        <text x="16" y="12.5" stroke="var(--bg-raised)">
          {system}
        </text>
        <text x="98" y="24.5" fill="var(--accent-text)" stroke="var(--bg-subtle)">
          {machine}
        </text>
      </g>
      <text x="182" y="53.5" fontSize="10" fill="var(--text)">
        {container}
      </text>
      <text x="13" y="72" fontSize="10" fontWeight="500" fill="var(--text-3)">
        localhost
      </text>
    </g>
  </svg>
)
