// The picture in "Why can two apps not share a port?": one cable reaches the port, the other one ends before it.
import type { ReactNode } from 'react'

const short = (text: string): string => (text.length > 14 ? `${text.slice(0, 13)}…` : text)

export const SharedPortPicture = (props: { holder: string; other: string; port: number }): ReactNode => (
  <svg width="300" height="66" viewBox="0 0 300 66" aria-hidden="true" fill="none">
    <path d="M96 17C134 17 134 33 170 33" stroke="var(--p-1)" strokeWidth="2.2" />
    <path d="M96 50C124 50 128 44 144 39" stroke="var(--bad)" strokeWidth="2" strokeDasharray="4 3" />
    <circle cx="178" cy="33" r="7" fill="var(--bg-raised)" stroke="var(--p-1)" strokeWidth="2" />
    <circle cx="178" cy="33" r="2.4" fill="var(--p-1)" />
    <g fontFamily="var(--font-ui)" fontSize="11" fill="var(--text-2)">
      <text x="90" y="21" textAnchor="end">
        {short(props.holder)}
      </text>
      <text x="90" y="54" textAnchor="end">
        {short(props.other)}
      </text>
      <text x="194" y="37" fontWeight="600" fill="var(--text)">
        localhost:{props.port}
      </text>
    </g>
  </svg>
)
