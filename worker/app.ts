import { handle } from '@astrojs/cloudflare/handler'
import { Hono } from 'hono'

export const app = new Hono()
app.all('*', (c) => handle(c.req.raw, c.env as never, c.executionCtx as never))
