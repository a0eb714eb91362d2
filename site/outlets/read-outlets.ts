import { getCollection } from 'astro:content'
import { inOfficialOrder, type Outlet } from './outlet.ts'

/** Every outlet of content/outlets, in the one order of list, map and files. */
export async function readOutlets(): Promise<Outlet[]> {
  const entries = await getCollection('outlets')
  return entries.map(({ id, data }) => ({ slug: id, ...data })).sort(inOfficialOrder)
}
