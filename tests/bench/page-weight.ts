import { brotliCompressSync, constants } from 'node:zlib'

/** Bytes of brotli 11, as craft.md counts them. */
export function brotliBytes(content: string | Buffer): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
}

export interface PageWeight {
  path: string
  html: number
  css: number
  script: number
  fonts: number
  total: number
}

/** What a page costs before anyone interacts: HTML, its style sheets and scripts; fonts apart. */
export async function weighPage(origin: string, path: string, init: RequestInit = {}): Promise<PageWeight> {
  const html = await (await fetch(origin + path, init)).text()
  const linked = (pattern: RegExp) => [...new Set([...html.matchAll(pattern)].map((match) => match[1] ?? ''))]
  const weigh = async (addresses: string[]) => {
    let bytes = 0
    for (const address of addresses) bytes += brotliBytes(await (await fetch(new URL(address, origin + path))).text())
    return bytes
  }
  const css = await weigh(
    linked(/<link[^>]+rel="?stylesheet"?[^>]*href="([^"]+)"/g).concat(
      linked(/<link[^>]+href="([^"]+)"[^>]*rel="?stylesheet/g),
    ),
  )
  const script = await weigh(linked(/<script[^>]+src="([^"]+)"/g))
  let fonts = 0
  for (const address of linked(/url\(["']?([^"')]+\.woff2)/g)) {
    fonts += (await (await fetch(new URL(address, origin + path))).arrayBuffer()).byteLength
  }
  const htmlBytes = brotliBytes(html)
  return { path, html: htmlBytes, css, script, fonts, total: htmlBytes + css + script }
}

/** Budgets of craft.md in bytes; 1 kB is 1024. */
export const budgets = { content: 14 * 1024, page: 20 * 1024, form: 18 * 1024, fonts: 65 * 1024 }
