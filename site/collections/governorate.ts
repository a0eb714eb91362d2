import { z } from 'astro/zod'
import { governorateIds } from '../../worker/contract/places.ts'

/** One of the 11 governorates, by its id in content/oman.json. */
export const governorate = z
  .string()
  .refine((id) => governorateIds.includes(id), { error: `The governorate is one of: ${governorateIds.join(', ')}` })
