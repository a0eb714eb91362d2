import { brotliCompressSync, constants } from 'node:zlib'

/** Bytes of brotli 11, as craft.md counts them; a lower quality is quicker and gives more. */
export function brotliBytes(content: string | Buffer, quality = 11): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length
}

export interface PageWeight {
  path: string
  html: number
  css: number
  script: number
  fonts: number
  total: number
}

/** How many bytes the file at an address is, compressed and as it is. */
export interface FileSizes {
  packed(address: string): Promise<number>
  raw(address: string): Promise<number>
}

export function sizesAt(origin: string): FileSizes {
  const load = async (address: string) => Buffer.from(await (await fetch(new URL(address, origin))).arrayBuffer())
  return {
    packed: async (address) => brotliBytes(await load(address)),
    raw: async (address) => (await load(address)).length,
  }
}

/** What a page costs before anyone interacts: HTML, its style sheets and scripts; fonts apart. */
export async function weighPage(origin: string, path: string, init: RequestInit = {}): Promise<PageWeight> {
  return weighHtml(path, await (await fetch(origin + path, init)).text(), sizesAt(origin))
}

export async function weighHtml(path: string, html: string, sizes: FileSizes, quality?: number): Promise<PageWeight> {
  const linked = (pattern: RegExp) => [...new Set([...html.matchAll(pattern)].map((match) => match[1] ?? ''))]
  const sum = async (addresses: string[], size: (address: string) => Promise<number>) => {
    let bytes = 0
    for (const address of addresses) bytes += await size(address)
    return bytes
  }
  const styles = linked(/<link[^>]+rel="?stylesheet"?[^>]*href="([^"]+)"/g).concat(
    linked(/<link[^>]+href="([^"]+)"[^>]*rel="?stylesheet/g),
  )
  const css = await sum(styles, sizes.packed)
  const script = await sum(linked(/<script[^>]+src="([^"]+)"/g), sizes.packed)
  const fonts = await sum(linked(/url\(["']?([^"')]+\.woff2)/g), sizes.raw)
  const htmlBytes = brotliBytes(html, quality)
  return { path, html: htmlBytes, css, script, fonts, total: htmlBytes + css + script }
}

/** Budgets of craft.md in bytes; 1 kB is 1024. */
export const budgets = { content: 14 * 1024, page: 20 * 1024, form: 18 * 1024, fonts: 65 * 1024 }
