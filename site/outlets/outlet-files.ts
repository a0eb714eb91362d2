import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { csvFile } from '../../worker/contract/csv.ts'
import type { Outlet } from './outlet.ts'
import { governorateName, wilayatName } from './outlet-words.ts'

/** A page's absolute address from its path. */
type AddressOf = (path: string) => string

const pageOf = (language: Language, { slug }: Outlet) => `/${language}/outlets/${slug}/`

/** RFC 7946. An outlet whose place nobody knows has no geometry, and is in the file all the same. */
export function outletsGeoJson(language: Language, outlets: Outlet[], addressOf: AddressOf): string {
  const words = wordsOf(language).outlets
  const features = outlets.map((outlet) => {
    const { position } = outlet
    return {
      type: 'Feature',
      id: outlet.slug,
      geometry: position && { type: 'Point', coordinates: [position.longitude, position.latitude] },
      properties: {
        name: outlet.name[language],
        category: outlet.category,
        kind: words.kind[outlet.category],
        governorate: outlet.governorate,
        governorateName: governorateName(language, outlet.governorate),
        wilayat: outlet.wilayat,
        wilayatName: wilayatName(language, outlet),
        status: outlet.status,
        statusText: words.status[outlet.status],
        accuracyMetres: position?.accuracyMetres ?? null,
        confidence: position?.confidence ?? null,
        source: position?.source ?? null,
        isDemonstration: outlet.sample === true,
        page: addressOf(pageOf(language, outlet)),
      },
    }
  })
  return JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(({ geometry, ...feature }) => ({ ...feature, geometry: geometry ?? null })),
  })
}

const isolate = (text: string) => `\u2068${text}\u2069`
const isolateLeftToRight = (text: string) => `\u2066${text}\u2069`

/** For spreadsheets: a byte order mark for Excel, names and addresses isolated so that no direction spills over. */
export function outletsCsv(language: Language, outlets: Outlet[], addressOf: AddressOf): string {
  const words = wordsOf(language)
  const { columns, kind, status, confidence } = words.outlets
  const rows = outlets.map((outlet) => {
    const { position } = outlet
    return [
      isolate(outlet.name[language]),
      kind[outlet.category],
      governorateName(language, outlet.governorate),
      wilayatName(language, outlet),
      outlet.sample ? `${status[outlet.status]} (${words.site.demonstration})` : status[outlet.status],
      position?.latitude ?? '',
      position?.longitude ?? '',
      position?.accuracyMetres ?? '',
      position ? confidence[position.confidence] : '',
      position ? isolateLeftToRight(position.source) : '',
      isolateLeftToRight(addressOf(pageOf(language, outlet))),
    ]
  })
  return csvFile([Object.values(columns), ...rows])
}
