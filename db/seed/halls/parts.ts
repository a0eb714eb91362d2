import type { PlanFeature } from '../../../worker/contract/exhibition.ts'

type Box = Pick<PlanFeature, 'x' | 'y' | 'width' | 'height'>

const titles: Record<PlanFeature['kind'], PlanFeature['title']> = {
  entrance: { ar: 'المدخل', en: 'Entrance' },
  stage: { ar: 'منصة العروض', en: 'Stage' },
  seating: { ar: 'جلسات', en: 'Seating' },
  prayer: { ar: 'المصلى', en: 'Prayer room' },
  services: { ar: 'الاستقبال والخدمات', en: 'Reception and services' },
}

export const feature = (kind: PlanFeature['kind'], box: Box, title = titles[kind]): PlanFeature => ({
  kind,
  title,
  ...box,
})

/** The sections that every demonstration hall names alike. */
export const sections = {
  crafts: { code: 'crafts', title: { ar: 'الحرف والمشغولات', en: 'Crafts' } },
  dress: { code: 'dress', title: { ar: 'النسيج والأزياء', en: 'Weaving and dress' } },
  scents: { code: 'scents', title: { ar: 'اللبان والعطور', en: 'Frankincense and scents' } },
  food: { code: 'food', title: { ar: 'الحلوى والمأكولات', en: 'Halwa and food' } },
  services: { code: 'services', title: { ar: 'الخدمات', en: 'Services' } },
} as const
