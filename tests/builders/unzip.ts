/** The files of a zip archive by name, read by its central directory as a spreadsheet program reads it. */
export async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<Map<string, string>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - 22
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('The archive has no end.')
  const files = new Map<string, string>()
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('The directory is broken.')
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const local = view.getUint32(at + 42, true)
    if (view.getUint32(local, true) !== 0x04034b50) throw new Error(`${name} is not where the directory says.`)
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const inflated = new Blob([bytes.slice(start, start + packed)])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
    const content = new Uint8Array(await new Response(inflated).arrayBuffer())
    if (content.length !== size) throw new Error(`${name} has another size.`)
    if (crcOf(content) !== view.getUint32(at + 16, true)) throw new Error(`${name} has another checksum.`)
    files.set(name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content))
    at += 46 + nameLength
  }
  return files
}

function crcOf(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return ~value >>> 0
}

/** The cells of the one sheet, a row after another. */
export const rowsOfSheet = (sheet: string): string[][] =>
  [...sheet.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c\/>|<c[^>]*>(.*?)<\/c>/gs)].map(([, cell = '']) =>
      cell
        .replace(/<[^>]+>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    ),
  )
