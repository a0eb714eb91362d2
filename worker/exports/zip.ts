import { Zip, ZipDeflate } from 'fflate'

export interface ZipPart {
  name: string
  text: AsyncIterable<string> | Iterable<string>
}

// Packages that write spreadsheets hold the whole file in memory, ask for browser workers that workerd has not, or know
// no sheet from right to left.
/** A zip archive of texts, its bytes given as they come about. */
export async function* zip(parts: ZipPart[]): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let ready: Uint8Array[] = []
  const archive = new Zip((fault, bytes) => {
    if (fault) throw fault
    ready.push(bytes)
  })
  const taken = () => {
    const bytes = ready
    ready = []
    return bytes
  }
  for (const { name, text } of parts) {
    const part = new ZipDeflate(name)
    archive.add(part)
    for await (const piece of text) {
      part.push(encoder.encode(piece))
      yield* taken()
    }
    part.push(new Uint8Array(), true)
    yield* taken()
  }
  archive.end()
  yield* taken()
}
