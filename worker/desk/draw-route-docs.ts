import { drawViewSchema } from '../contract/draw-answers.ts'
import { drawSchema, freezeSchema, redrawSchema } from '../contract/draw.ts'
import type { ProblemCode } from '../contract/problem.ts'
import { proposedSchema } from '../contract/proposals.ts'
import { json, jsonBody, pathParameter } from '../http/route-doc.ts'
import type { CallDoc } from './act-route-docs.ts'

const parameters = [pathParameter('slug', 'The name of the exhibition in its address.')]
const ofDraw: ProblemCode[] = ['exhibition_not_found', 'transition_refused', 'malformed_json', 'invalid_input']

/** What managers do with draws. */
export const drawDocs = {
  'POST /desk/exhibitions/:slug/freeze': {
    operationId: 'freezeExhibition',
    summary: 'Write the manifest of a ballot, publish its hash and name the public value that will decide.',
    description:
      '`source` is `"drand"` or `{ "kind": "drand", "round" }` for a round at least an hour ahead, or `{ "kind": "ceremony", "name": { "ar", "en" }, "date" }` for a value read on a later day.',
    parameters,
    requestBody: jsonBody(freezeSchema),
    responses: { 200: json('The frozen draw.', drawViewSchema) },
    refuses: [...ofDraw, 'unchecked_entries', 'changed_meanwhile', 'busy'],
  },
  'POST /desk/exhibitions/:slug/draw': {
    operationId: 'drawExhibition',
    summary: 'Draw: at once with a drand round that has come, or by a proposal with the value of a ceremony.',
    parameters,
    requestBody: jsonBody(drawSchema, false),
    responses: {
      200: json('The draw, drawn with its drand round.', drawViewSchema),
      202: json('The proposal of a ceremony’s value, which another manager approves.', proposedSchema),
    },
    refuses: [...ofDraw, 'changed_meanwhile', 'too_early', 'too_late', 'busy'],
  },
  'POST /desk/exhibitions/:slug/redraw': {
    operationId: 'proposeRedraw',
    summary: 'Propose to set the latest draw aside, with a public reason, before anyone has accepted.',
    parameters,
    requestBody: jsonBody(redrawSchema),
    responses: { 202: json('The proposal, which another manager approves.', proposedSchema) },
    refuses: [...ofDraw, 'changed_meanwhile'],
  },
} satisfies Record<string, CallDoc>
