// A QR code as one path of an image, with its quiet zone: dark on light in both schemes, as readers expect. Called by the room screen.
import { createMemo } from 'solid-js'
import { qrCode } from '../../../../shared/qr/code.ts'

const quiet = 4

export function QrCode(props: { readonly text: string; readonly label: string }) {
  const modules = createMemo(() => qrCode(props.text))
  const size = () => modules().length + 2 * quiet
  const path = () =>
    modules()
      .flatMap((row, y) =>
        row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')).filter(Boolean),
      )
      .join('')
  return (
    <svg class="qr-code" viewBox={`0 0 ${size()} ${size()}`} role="img" aria-label={props.label}>
      <rect width={size()} height={size()} fill="#ffffff" />
      <path d={path()} fill="#000000" shape-rendering="crispEdges" />
    </svg>
  )
}
