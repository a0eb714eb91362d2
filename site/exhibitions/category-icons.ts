import type { ProductCategory } from '../../worker/contract/codes.ts'
import type { IconName } from '../ui/icons.ts'

/** The line drawing of each kind of product. */
export const categoryIcons: Record<ProductCategory, IconName> = {
  frankincense_incense: 'burner',
  perfume: 'perfume',
  silver_khanjars: 'khanjar',
  pottery: 'pot',
  palm_frond: 'frond',
  weaving: 'loom',
  wood: 'wood',
  copper: 'coffee',
  leather: 'leather',
  embroidery_dress: 'dress',
  halwa: 'halwa',
  food_spices_honey_dates: 'dates',
  cosmetics_soap: 'soap',
  services: 'hands',
}
