import { archPattern } from '../ui/arch-pattern.ts'
import { qrPath } from './qr-path.ts'

// The parts of a card that are drawn: 1080 by 1080, by attributes alone. Its colours are the same in both schemes.

export const cardSide = 1080
export const cream = '#f6f1e7'
export const amber = '#e2b05a'

const woods = {
  indigo: { leaf: '#1b2440', frame: '#a5452c', carving: '#d39a3a' },
  palm: { leaf: '#214a3f', frame: '#2f6152', carving: '#d39a3a' },
  clay: { leaf: '#6d2a1a', frame: '#a5452c', carving: '#f0c987' },
  night: { leaf: '#1b2440', frame: '#7b5a24', carving: '#d39a3a' },
} as const

/** The woven band above and below, as on every page (site/ui/Band.astro). */
export const weave = [
  '<pattern id="card-weave" width="60" height="30" patternUnits="userSpaceOnUse" patternTransform="scale(2)">',
  '<path fill="#171f38" d="M0 0h60v30H0z"/><path fill="#a5452c" d="M0 0h60v4H0zM0 26h60v4H0z"/>',
  `<path fill="${cream}" d="M0 4h60v1H0zM0 25h60v1H0zM0 5h12L6 10zM48 5h12l-6 5zM0 25h12l-6-5zM48 25h12l-6-5z"/>`,
  '<path fill="#d39a3a" d="M30 6l9 9-9 9-9-9zM0 12l3 3-3 3zM60 12l-3 3 3 3z"/><path fill="#171f38" d="M30 9l6 6-6 6-6-6z"/>',
  '<path fill="#c9593c" d="M30 12l3 3-3 3-3-3z"/><path fill="#d39a3a" d="M12 14h6v2h-6zM42 14h6v2h-6z"/></pattern>',
  `<path fill="url(#card-weave)" d="M0 0h${cardSide}v60H0zM0 1020h${cardSide}v60H0z"/>`,
].join('')

/** The exhibition's own door (site/ui/Arch.astro), standing on the lower band; `x` is its middle. */
export function door(slug: string, x: number): string {
  const arch = archPattern(slug)
  const { leaf, frame, carving } = woods[arch.wood]
  const turn = arch.angle === 0 ? '' : ` patternTransform="rotate(${arch.angle} 60 84)"`
  return [
    `<g transform="translate(${x - 180} 516) scale(3)">`,
    `<pattern id="card-carving" width="${arch.tile}" height="${arch.tile}" x="60" y="20" patternUnits="userSpaceOnUse"${turn}>`,
    `<path stroke="${carving}" stroke-width=".8" opacity=".75" d="${arch.lattice}"/><path fill="${carving}" d="${arch.ornament}"/></pattern>`,
    `<path fill="${frame}" d="${arch.outer}"/>`,
    `<path stroke="#f6e3bd" stroke-width="2.2" stroke-linecap="round" stroke-dasharray=".1 5.6" opacity=".75" d="${arch.outer}" transform="translate(60 90) scale(.89 .93) translate(-60 -88)"/>`,
    `<path fill="${leaf}" d="${arch.inner}"/><path fill="url(#card-carving)" d="${arch.inner}"/>`,
    `<path stroke="${carving}" stroke-width="1.4" d="${arch.inner}M60 24V168M19 104H101"/>`,
    '<path stroke="#f6e3bd" stroke-width="1.6" d="M49.5 113a3.5 3.5 0 107 0 3.5 3.5 0 10-7 0M63.5 113a3.5 3.5 0 107 0 3.5 3.5 0 10-7 0"/></g>',
  ].join('')
}

/** The mark (site/ui/Mark.astro), 64 wide. */
export const mark = (x: number, y: number): string =>
  [
    `<g transform="translate(${x} ${y}) scale(1.88)"><path fill="#c9593c" d="M17 1l16 16-16 16L1 17z"/>`,
    '<path fill="#fffdf8" d="M17 8l9 9-9 9-9-9z"/><path fill="#26345f" d="M17 12l5 5-5 5-5-5z"/>',
    '<path fill="#d39a3a" d="M17 15l2 2-2 2-2-2z"/></g>',
  ].join('')

/** An address as a QR code on paper of its own, for a reader that expects dark on light. */
export function code(address: string, x: number, y: number, side: number): string {
  const { size, d } = qrPath(address)
  return [
    `<g transform="translate(${x} ${y}) scale(${(side / size).toFixed(3)})" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${d}"/></g>`,
  ].join('')
}
