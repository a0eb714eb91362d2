import { readdirSync } from 'node:fs'
import { outletFile } from '../../site/outlets/outlet-file.ts'
import { inOfficialOrder, type Outlet } from '../../site/outlets/outlet.ts'
import { read, root } from '../guards/source-files.ts'

function readFolder(folder: string): Outlet[] {
  const names = readdirSync(root + folder).filter((name) => name.endsWith('.json'))
  return names.map((name) => {
    const parsed = outletFile.safeParse(JSON.parse(read(`${folder}/${name}`)))
    if (!parsed.success) throw new Error(`${name}: ${parsed.error.message}`)
    return { slug: name.replace('.json', ''), ...parsed.data }
  })
}

/** The outlets that a production build shows, in the order of list, map and files. */
export const realOutlets = (): Outlet[] => readFolder('content/outlets').sort(inOfficialOrder)

/** Those of the demonstration. */
export const sampleOutlets = (): Outlet[] => readFolder('content/outlets/samples')
