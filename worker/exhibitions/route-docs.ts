import { exhibitionDetailSchema, exhibitionListSchema, exhibitorListSchema } from '../contract/answers.ts'
import { exhibitionStates } from '../contract/codes.ts'
import { governorateIds } from '../contract/places.ts'
import { exhibitionResultsSchema } from '../contract/results.ts'
import { etagHeader, json, notModified, pathParameter, queryParameter, type RouteDoc } from '../http/route-doc.ts'

const tags = ['exhibitions']
const cacheControl = {
  'Cache-Control': { description: '`public, max-age=5`', schema: { type: 'string' as const } },
}

export const exhibitionRouteDocs: RouteDoc[] = [
  {
    method: 'get',
    path: '/exhibitions',
    tags,
    operationId: 'listExhibitions',
    summary: 'All announced exhibitions, with the number of free stalls.',
    parameters: [
      queryParameter('state', 'Only exhibitions in this state.', exhibitionStates),
      queryParameter('governorate', 'Only exhibitions in this governorate.', governorateIds),
    ],
    responses: { 200: json('The exhibitions.', exhibitionListSchema, cacheControl) },
    refuses: ['invalid_input'],
  },
  {
    method: 'get',
    path: '/exhibitions/:slug',
    tags,
    operationId: 'readExhibition',
    summary: 'One exhibition with its hall plan and the live state of every stall.',
    parameters: [pathParameter('slug', 'The name of the exhibition in its address.')],
    responses: {
      200: json('The exhibition.', exhibitionDetailSchema, { ...cacheControl, ...etagHeader }),
      304: notModified,
    },
    refuses: ['exhibition_not_found'],
  },
  {
    method: 'get',
    path: '/exhibitions/:slug/exhibitors',
    tags,
    operationId: 'listExhibitors',
    summary: 'The directory: confirmed applicants who agreed to be listed, by stall.',
    parameters: [pathParameter('slug', 'The name of the exhibition in its address.')],
    responses: { 200: json('The exhibitors.', exhibitorListSchema, cacheControl) },
    refuses: ['exhibition_not_found'],
  },
  {
    method: 'get',
    path: '/exhibitions/:slug/results',
    tags,
    operationId: 'readExhibitionResults',
    summary:
      'Open data about an exhibition that is over: applications and places by group, no-shows in all. Numbers under 5 are null or part of the line `others`.',
    parameters: [pathParameter('slug', 'The name of the exhibition in its address.')],
    responses: { 200: json('The results.', exhibitionResultsSchema, cacheControl) },
    refuses: ['exhibition_not_found', 'not_found'],
  },
]
