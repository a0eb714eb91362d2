import type { ExportedFile } from '../contract/exports.ts'

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** A file that is written while it is sent; whoever stops reading stops the writing. */
export function sendFile({ name, format, bytes }: ExportedFile): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await bytes.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await bytes.return(undefined)
    },
  })
  return new Response(body, {
    headers: { 'Content-Type': mediaTypes[format], 'Content-Disposition': `attachment; filename="${name}"` },
  })
}
