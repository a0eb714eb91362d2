import { drawViewSchema } from '../contract/draw-answers.ts'
import { etagHeader, file, json, notModified, pathParameter, type RouteDoc } from '../http/route-doc.ts'

const slug = pathParameter('slug', 'The name of the exhibition in its address.')
const n = pathParameter('n', 'The number of the draw; 1 is the first.')

/** The three documents of a draw, at the address of the latest or of a numbered one. */
const documentsOf = (path: string, name: string, which: string, parameters: RouteDoc['parameters']): RouteDoc[] => [
  {
    method: 'get',
    path,
    tags: ['draws'],
    operationId: `read${name}`,
    summary: `${which}: what was announced at the freeze and, once drawn, what decided.`,
    parameters,
    responses: { 200: json('The draw.', drawViewSchema, etagHeader), 304: notModified },
    refuses: ['exhibition_not_found', 'draw_not_found'],
  },
  {
    method: 'get',
    path: `${path}/manifest.txt`,
    tags: ['draws'],
    operationId: `read${name}Manifest`,
    summary: `${which}: the manifest, whose SHA-256 was published at the freeze.`,
    parameters,
    responses: {
      200: file('The manifest, byte by byte as it was hashed.', 'text/plain', etagHeader),
      304: notModified,
    },
    refuses: ['exhibition_not_found', 'draw_not_found'],
  },
  {
    method: 'get',
    path: `${path}/result.csv`,
    tags: ['draws'],
    operationId: `read${name}Result`,
    summary: `${which}: the result, one line for each entry by rank.`,
    parameters,
    responses: {
      200: file('rank,drawCode,kind,priority,key,outcome,zone,place', 'text/csv', etagHeader),
      304: notModified,
    },
    refuses: ['exhibition_not_found', 'draw_not_found'],
  },
]

export const drawRouteDocs: RouteDoc[] = [
  ...documentsOf('/draws/:slug', 'LatestDraw', 'The latest draw of an exhibition', [slug]),
  ...documentsOf('/draws/:slug/:n', 'Draw', 'One numbered draw', [slug, n]),
]
