import oman from '../../content/oman.json' with { type: 'json' }

export interface Wilayat {
  id: string
  ar: string
  en: string
}
export interface Governorate extends Wilayat {
  wilayats: Wilayat[]
}

/** The 11 governorates and 63 wilayats in their official order (content/oman.json). */
export const governorates: Governorate[] = oman.governorates.map((governorate) => ({
  id: governorate.id,
  ar: governorate.name_ar,
  en: governorate.name_en,
  wilayats: governorate.wilayats.map((wilayat) => ({ id: wilayat.id, ar: wilayat.name_ar, en: wilayat.name_en })),
}))

export const governorateIds = governorates.map((governorate) => governorate.id)

const governorateByWilayat = new Map(
  governorates.flatMap((governorate) => governorate.wilayats.map((wilayat) => [wilayat.id, governorate.id] as const)),
)

/** The governorate a wilayat lies in, or undefined for an unknown wilayat. */
export function governorateOf(wilayat: string): string | undefined {
  return governorateByWilayat.get(wilayat)
}
