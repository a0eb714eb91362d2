export interface TileServer {
  /** With {z}, {x}, {y}. */
  url: string
  origin: string
  host: string
  credit: string
}

/** Reads the two settings; null when none is set. A server without a credit, or without TLS, is refused. */
export function readTileServer({ url, credit }: { url: string; credit: string }): TileServer | null {
  if (url === '') return null
  const { protocol, origin, host } = new URL(url)
  if (protocol !== 'https:') throw new Error('MAP_TILE_URL begins with https://')
  if (!['{z}', '{x}', '{y}'].every((place) => url.includes(place)))
    throw new Error('MAP_TILE_URL holds {z}, {x} and {y}')
  if (credit === '') throw new Error('MAP_TILE_CREDIT names whose map it is; tile servers ask for it.')
  return { url, origin, host, credit }
}
