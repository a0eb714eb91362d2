import { z } from 'astro/zod'
import { governorateIds, governorateOf, governorates } from '../../worker/contract/places.ts'
import { bothLanguages, date, oneOf, text } from '../collections/fields.ts'
import { confidences, outletCategories, outletStatuses } from './codes.ts'

const [firstGovernorate = '', ...otherGovernorates] = governorateIds

/** A box around Oman, to find a latitude and a longitude that changed places. */
const degrees = (name: string, least: number, most: number) =>
  z
    .number({ error: `Write the ${name} as a number without quotes, like: "${name}": ${least + 1}.5034` })
    .min(least, `The ${name} lies between ${least} and ${most} in Oman. Are latitude and longitude swapped?`)
    .max(most, `The ${name} lies between ${least} and ${most} in Oman. Are latitude and longitude swapped?`)

const position = z.strictObject(
  {
    latitude: degrees('latitude', 16, 27),
    longitude: degrees('longitude', 51, 60),
    accuracyMetres: z
      .int('Write how far off the position may be in metres, without quotes, like: "accuracyMetres": 500')
      .min(10, 'The accuracyMetres is at least 10.')
      .max(20_000, 'The accuracyMetres is at most 20000. If the place is not known better, leave the position out.'),
    confidence: oneOf('confidence', confidences),
    source: text('source'),
  },
  {
    error: 'Write the position as { "latitude": …, "longitude": …, "accuracyMetres": …, "confidence": …, "source": … }',
  },
)

const approval = z.strictObject(
  { by: bothLanguages('name of who approved it'), on: date('day of the approval') },
  { error: 'Write the approval as { "by": { "ar": "…", "en": "…" }, "on": "2027-01-31" }' },
)

const exactWilayat = ({ governorate, wilayat }: { governorate: string; wilayat: string }): string => {
  const owner = governorateOf(wilayat)
  const wilayats = governorates.find(({ id }) => id === governorate)?.wilayats.map(({ id }) => id) ?? []
  const choices = `The wilayats of ${governorate} are: ${wilayats.join(', ')}`
  return owner
    ? `${wilayat} lies in ${owner}, not in ${governorate}. ${choices}`
    : `"${wilayat}" is no wilayat. ${choices}`
}

/** What a file of content/outlets says. */
export const outletFile = z
  .strictObject({
    name: bothLanguages('name', 90),
    category: oneOf('category', outletCategories),
    governorate: oneOf('governorate', [firstGovernorate, ...otherGovernorates]),
    wilayat: text('wilayat'),
    /** Left out when nobody knows where exactly it is: the outlet is then in the list and not on the map. */
    position: position.optional(),
    status: oneOf('status', outletStatuses),
    /** Only for an approved outlet, and then required. */
    approval: approval.optional(),
    /** For editors; never shown. */
    note: text('note', 300).optional(),
    sample: z.boolean('Write "sample": true for a demonstration, or leave it out.').optional(),
  })
  .superRefine((outlet, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (governorateOf(outlet.wilayat) !== outlet.governorate) refuse('wilayat', exactWilayat(outlet))
    if (outlet.status === 'approved' && !outlet.approval)
      refuse(
        'approval',
        'An approved outlet says who approved it and when. Add "approval", or write "status": "proposed".',
      )
    if (outlet.status === 'proposed' && outlet.approval)
      refuse('status', 'This outlet has an approval, so write "status": "approved". Or take the approval out.')
  })

export type OutletFile = z.infer<typeof outletFile>
