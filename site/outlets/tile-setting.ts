import { readTileServer } from './tile-server.ts'

/** The server of detailed map pictures, asked only after a tap; none unless the operator sets one (wrangler.toml). */
export const tileServer = readTileServer(import.meta.env.MAP_TILES)
