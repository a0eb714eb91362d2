import { encode } from 'uqr'

export interface QrDrawing {
  /** Modules on a side, the quiet zone of four on each side included. */
  size: number
  /** The dark modules, one unit each. */
  d: string
}

const quiet = 4

/** An address as a QR code that still reads with 15 % of it worn or folded away. */
export function qrPath(address: string): QrDrawing {
  const { data, size } = encode(address, { ecc: 'M', border: quiet })
  const rows = data.map((row, y) => {
    let d = ''
    for (let x = 0; x < size; x += 1) {
      const start = x
      while (row[x]) x += 1
      if (x > start) d += `M${start} ${y}h${x - start}v1h${start - x}z`
    }
    return d
  })
  return { size, d: rows.join('') }
}
