import * as v from 'valibot'
import { healthSchema, readySchema } from '../contract/answers.ts'
import { etagHeader, json, notModified, type RouteDoc } from './route-doc.ts'

const tags = ['service']

export const healthRouteDocs: RouteDoc[] = [
  {
    method: 'get',
    path: '/health',
    tags,
    operationId: 'readHealth',
    summary: 'Whether the process answers.',
    responses: { 200: json('It does.', healthSchema) },
  },
  {
    method: 'get',
    path: '/ready',
    tags,
    operationId: 'readReady',
    summary: 'Whether the database answers too.',
    responses: { 200: json('It does.', readySchema) },
  },
  {
    method: 'get',
    path: '/openapi.json',
    tags,
    operationId: 'readOpenApi',
    summary: 'This document.',
    responses: {
      200: json('An OpenAPI 3.1 document.', v.looseObject({ openapi: v.literal('3.1.0') }), etagHeader),
      304: notModified,
    },
  },
]
