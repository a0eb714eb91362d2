import type { LineKind, LineUnit } from '../../worker/contract/pledge-codes.ts'
import type { Bilingual } from '../../worker/contract/exhibition.ts'
import { seededExhibitions } from './exhibitions.ts'

/** Days count from the day of seeding. */
export interface NeedToSeed {
  title: Bilingual
  kind: LineKind
  unit: LineUnit
  asked: number
  governorate: string
  exhibition: string | null
  neededIn: number
  closedIn?: number
}

/** What the demonstration lacks: open, partly met, met and closed. Each is marked as demonstration content. */
export const seededNeeds = {
  tables: {
    title: { ar: 'طاولات عرض قابلة للطي للأركان', en: 'Folding display tables for stalls' },
    kind: 'equipment',
    unit: 'piece',
    asked: 40,
    governorate: seededExhibitions.muscatMall.governorate,
    exhibition: seededExhibitions.muscatMall.slug,
    neededIn: 60,
  },
  transport: {
    title: {
      ar: 'نقل الأسر ومنتجاتها من الولايات إلى المعرض',
      en: 'Transport of families and their products to the exhibition',
    },
    kind: 'transport',
    unit: 'trip',
    asked: 12,
    governorate: seededExhibitions.nizwaBallot.governorate,
    exhibition: seededExhibitions.nizwaBallot.slug,
    neededIn: 40,
  },
  training: {
    title: { ar: 'مقاعد تدريب على التغليف والتسعير', en: 'Training places in packaging and pricing' },
    kind: 'training_places',
    unit: 'place',
    asked: 60,
    governorate: 'muscat',
    exhibition: null,
    neededIn: 30,
  },
  packaging: {
    title: { ar: 'مواد تغليف غذائي للأسر المنتجة', en: 'Food packaging for productive families' },
    kind: 'goods',
    unit: 'kilogram',
    asked: 500,
    governorate: 'dhofar',
    exhibition: null,
    neededIn: 75,
  },
  outlet: {
    title: { ar: 'مساحات دائمة لعرض المنتجات في مجمع تجاري', en: 'Permanent shelf space in a shopping mall' },
    kind: 'permanent_outlet',
    unit: 'stall',
    asked: 6,
    governorate: 'muscat',
    exhibition: null,
    neededIn: 45,
  },
  jobs: {
    title: { ar: 'وظائف لخريجي مسار التدريب', en: 'Jobs for graduates of the training track' },
    kind: 'jobs',
    unit: 'job',
    asked: 15,
    governorate: 'ad-dakhiliyah',
    exhibition: null,
    neededIn: 90,
  },
  stalls: {
    title: { ar: 'أركان مجهزة في الممشى', en: 'Fitted stalls on the walk' },
    kind: 'stall_space',
    unit: 'stall',
    asked: 20,
    governorate: seededExhibitions.alMouj.governorate,
    exhibition: seededExhibitions.alMouj.slug,
    neededIn: 50,
  },
  photographs: {
    title: { ar: 'تصوير المنتجات لصفحات التسويق', en: 'Photographing products for marketing' },
    kind: 'services',
    unit: 'hour',
    asked: 40,
    governorate: 'south-ash-sharqiyah',
    exhibition: null,
    neededIn: 20,
    closedIn: -3,
  },
} as const satisfies Record<string, NeedToSeed>

export type SeededNeed = keyof typeof seededNeeds
