// A zip archive written as it goes (PKWARE APPNOTE 6.3): sizes and checksums follow each file's bytes, so nothing is
// held back. Packages that write spreadsheets want the whole file in memory, or browser workers that workerd has not.

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

function crc32(bytes: Uint8Array, before: number): number {
  let value = ~before >>> 0
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return ~value >>> 0
}

type Field = [bytes: 2 | 4, value: number]

function fields(...list: Field[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [length]) => sum + length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [length, value] of list) {
    if (length === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value >>> 0, true)
    at += length
  }
  return bytes
}

/** Deflated, with what follows the data said in a descriptor, names in UTF-8. */
const method: Field[] = [
  [2, 20],
  [2, 0x0808],
  [2, 8],
  // No time; the first day that the format can say.
  [2, 0],
  [2, 0x21],
]

export interface ZipPart {
  name: string
  text: AsyncIterable<string> | Iterable<string>
}

interface Written {
  name: Uint8Array
  crc: number
  packed: number
  size: number
  at: number
}

export async function* zip(parts: ZipPart[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const written: Written[] = []
  let at = 0
  for (const { name: text, text: content } of parts) {
    const name = encoder.encode(text)
    const head = fields([4, 0x04034b50], ...method, [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0])
    yield head
    yield name
    const entry: Written = { name, crc: 0, packed: 0, size: 0, at }
    for await (const chunk of deflate(content, encoder, entry)) yield chunk
    yield fields([4, 0x08074b50], [4, entry.crc], [4, entry.packed], [4, entry.size])
    at += head.length + name.length + entry.packed + 16
    written.push(entry)
  }
  const start = at
  for (const { name, crc, packed, size, at: offset } of written) {
    const line = fields(
      [4, 0x02014b50],
      [2, 20],
      ...method,
      [4, crc],
      [4, packed],
      [4, size],
      [2, name.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    )
    yield line
    yield name
    at += line.length + name.length
  }
  const count = written.length
  yield fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, at - start], [4, start], [2, 0])
}

/** The deflated bytes of a text; its checksum and sizes are counted into `entry` on the way. */
async function* deflate(content: ZipPart['text'], encoder: TextEncoder, entry: Written): AsyncGenerator<Uint8Array> {
  const compression = new CompressionStream('deflate-raw')
  const writer = compression.writable.getWriter()
  const reader = compression.readable.getReader()
  const feed = async () => {
    for await (const text of content) {
      const bytes = encoder.encode(text)
      entry.crc = crc32(bytes, entry.crc)
      entry.size += bytes.length
      await writer.write(bytes)
    }
    await writer.close()
  }
  let fault: unknown
  // Writing waits for reading, so both go on at once; a fault of the rows ends the reading too.
  const feeding = feed().catch(async (error: unknown) => {
    fault = error
    await writer.abort(error).catch(() => {})
  })
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      entry.packed += value.length
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
    await feeding
  }
  if (fault) throw fault
}
