import { openApiDocument } from '../../../../worker/http/openapi.ts'

// Written once by the build and served as a file: the generator would add a tenth to the Worker.
export const prerender = true

export async function GET(): Promise<Response> {
  return Response.json(await openApiDocument())
}
