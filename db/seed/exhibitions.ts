import type { ExhibitionMode, Review } from '../../worker/contract/codes.ts'
import type { Bilingual } from '../../worker/contract/exhibition.ts'
import type { Hall } from './hall.ts'
import { alMoujWalk } from './halls/al-mouj-walk.ts'
import { luluNizwa } from './halls/lulu-nizwa.ts'
import { muscatMall } from './halls/muscat-mall.ts'
import { nizwaForecourt } from './halls/nizwa-forecourt.ts'
import { permanentHall } from './halls/permanent-hall.ts'
import { rustaqHall } from './halls/rustaq.ts'
import { salalahHall } from './halls/salalah.ts'

/** Days count from the day of seeding; booking opens at 08:00 and closes at 14:00 in Muscat. */
export interface ExhibitionToSeed {
  slug: string
  series: string | null
  title: Bilingual
  description: Bilingual
  venue: Bilingual
  governorate: string
  startsIn: number
  endsIn: number
  bookingOpensIn: number
  bookingClosesIn: number
  mode: ExhibitionMode
  review: Review
  hall: Hall
}

// Venues and sizes follow the exhibitions of the fact sheet, section 12; the dates announce nothing.
const demonstration = {
  ar: 'هذا معرض تجريبي على مثال معارض سابقة، ومواعيده ليست إعلانًا عن حدث.',
  en: 'This is a demonstration modelled on earlier exhibitions; its dates announce nothing.',
}

const described = (ar: string, en: string): Bilingual => ({
  ar: `${ar} ${demonstration.ar}`,
  en: `${en} ${demonstration.en}`,
})

export const seededSeries = {
  slug: 'permanent-exhibition',
  title: { ar: 'المعرض الدائم لمنتجات الأسر', en: 'Permanent exhibition of family products' },
  description: {
    ar: 'معرض دائم للمنتجات اقتُرح عام 2020، بحسب تصريح نشرته جريدة عُمان في 7 مارس 2020: تسويق وترويج، وحلقات تدريب، ومصادر دخل، ومنظومة لتطوير المنتجات تعمل فيها كل جهة وفق اختصاصها. ما يُعرض هنا تجربة لما قد يكون عليه المقترح: دورات متتالية في مكان واحد وبمخطط واحد. لم يُعتمد له مكان ولا موعد.',
    en: 'A permanent exhibition of products, proposed in 2020, according to a statement published in the Oman daily on 7 March 2020: marketing and promotion, training workshops, sources of income, and a joint system to develop products, each entity in its own remit. What is shown here is a trial of what the proposal could become: round after round in one place with one plan. No place and no date has been approved.',
  },
  venue: { ar: 'مكان مقترح في مسقط (غير معتمد)', en: 'Proposed place in Muscat (not approved)' },
  governorate: 'muscat',
}

const round = (number: { ar: string; en: string }) => ({
  series: seededSeries.slug,
  title: {
    ar: `${seededSeries.title.ar}: ${number.ar}`,
    en: `${seededSeries.title.en}: ${number.en}`,
  },
  description: described(
    'دورة من المعرض الدائم المقترح عام 2020، تمتد أربعة أسابيع.',
    'A round of the permanent exhibition proposed in 2020; it lasts four weeks.',
  ),
  venue: seededSeries.venue,
  governorate: seededSeries.governorate,
  mode: 'first_come' as const,
  review: 'before_confirming' as const,
  hall: permanentHall,
})

export const seededExhibitions = {
  muscatMall: {
    slug: 'family-creativity-forum-muscat',
    series: null,
    title: { ar: 'ملتقى الإبداع الأسري في مسقط', en: 'Family Creativity Forum, Muscat' },
    description: described(
      'خمسة أيام تعرض فيها الأسر المنتجة والجمعيات والمؤسسات الاجتماعية حرفها وأزياءها وعطورها ومأكولاتها. تُراجع الطلبات قبل تأكيد الأركان.',
      'Five days of crafts, dress, scents and food by productive families, associations and social institutions. Applications are reviewed before a stall is confirmed.',
    ),
    venue: { ar: 'مسقط مول', en: 'Muscat Mall' },
    governorate: 'muscat',
    startsIn: 24,
    endsIn: 28,
    bookingOpensIn: -9,
    bookingClosesIn: 16,
    mode: 'first_come',
    review: 'before_confirming',
    hall: muscatMall,
  },
  alMouj: {
    slug: 'families-market-al-mouj',
    series: null,
    title: { ar: 'سوق الأسر المنتجة في ممشى الموج', en: "Productive families' market, Al Mouj Walk" },
    description: described(
      'عشرة أيام على الممشى. يُؤكَّد الركن فور إرسال الطلب. لبعض الأركان رسم يُدعم جزء منه.',
      'Ten days along the walk. A stall is confirmed as soon as the application is sent. Some stalls have a fee, part of which is subsidised.',
    ),
    venue: { ar: 'ممشى الموج', en: 'Al Mouj Walk' },
    governorate: 'muscat',
    startsIn: 38,
    endsIn: 47,
    bookingOpensIn: -6,
    bookingClosesIn: 30,
    mode: 'first_come',
    review: 'none',
    hall: alMoujWalk,
  },
  nizwaBallot: {
    slug: 'family-creativity-forum-ad-dakhiliyah',
    series: null,
    title: { ar: 'ملتقى الإبداع الأسري في الداخلية', en: 'Family Creativity Forum, Ad Dakhiliyah' },
    description: described(
      'ثلاثة أيام في الساحة الأمامية. الطلبات أكثر من الأركان، لذلك تُوزَّع الأركان بقرعة معلنة.',
      'Three days in the forecourt. There are more applications than stalls, so the stalls are given by a public draw.',
    ),
    venue: { ar: 'الساحة الأمامية لنزوى جراند مول', en: 'Nizwa Grand Mall forecourt' },
    governorate: 'ad-dakhiliyah',
    startsIn: 33,
    endsIn: 35,
    bookingOpensIn: -12,
    bookingClosesIn: 14,
    mode: 'ballot',
    review: 'before_confirming',
    hall: nizwaForecourt,
  },
  rustaq: {
    slug: 'family-creativity-forum-ar-rustaq',
    series: null,
    title: { ar: 'ملتقى الإبداع الأسري في الرستاق', en: 'Family Creativity Forum, Ar Rustaq' },
    description: described(
      'ثلاثة أيام للحرف والأزياء والمأكولات. تُراجع الطلبات قبل تأكيد الأركان.',
      'Three days of crafts, dress and food. Applications are reviewed before a stall is confirmed.',
    ),
    venue: { ar: 'الرستاق', en: 'Ar Rustaq' },
    governorate: 'south-al-batinah',
    startsIn: 44,
    endsIn: 46,
    bookingOpensIn: -3,
    bookingClosesIn: 34,
    mode: 'first_come',
    review: 'before_confirming',
    hall: rustaqHall,
  },
  salalah: {
    slug: 'families-empowerment-forum-salalah',
    series: null,
    title: { ar: 'ملتقى تمكين الأسر في صلالة', en: 'Families Empowerment Forum, Salalah' },
    description: described(
      'خمسة أيام تبدأ باللبان والبخور وتمر بالحرف والمأكولات. يُفتح باب الطلبات في الموعد المكتوب أدناه.',
      'Five days of frankincense and incense, crafts and food. Applications open at the time stated below.',
    ),
    venue: { ar: 'صلالة', en: 'Salalah' },
    governorate: 'dhofar',
    startsIn: 52,
    endsIn: 56,
    bookingOpensIn: 8,
    bookingClosesIn: 42,
    mode: 'first_come',
    review: 'before_confirming',
    hall: salalahHall,
  },
  luluNizwa: {
    slug: 'productive-families-nizwa',
    series: null,
    title: { ar: 'معرض الأسر المنتجة في نزوى', en: "Productive families' exhibition, Nizwa" },
    description: described(
      'أسر منتجة من ولايات الداخلية في مكان واحد: مأكولات وحرف وعطور.',
      'Productive families from the wilayats of Ad Dakhiliyah in one place: food, crafts and scents.',
    ),
    venue: { ar: 'لولو هايبرماركت نزوى', en: 'Lulu Hypermarket Nizwa' },
    governorate: 'ad-dakhiliyah',
    startsIn: -1,
    endsIn: 3,
    bookingOpensIn: -30,
    bookingClosesIn: -6,
    mode: 'first_come',
    review: 'before_confirming',
    hall: luluNizwa,
  },
  earlierBallot: {
    slug: 'family-creativity-forum-ad-dakhiliyah-1',
    series: null,
    title: {
      ar: 'ملتقى الإبداع الأسري في الداخلية، النسخة السابقة',
      en: 'Family Creativity Forum, Ad Dakhiliyah, the edition before',
    },
    description: described(
      'ثلاثة أيام في الساحة الأمامية، وُزعت أركانها بقرعة ما زالت منشورة.',
      'Three days in the forecourt, whose stalls were given by a draw that stays published.',
    ),
    venue: { ar: 'الساحة الأمامية لنزوى جراند مول', en: 'Nizwa Grand Mall forecourt' },
    governorate: 'ad-dakhiliyah',
    startsIn: -40,
    endsIn: -38,
    bookingOpensIn: -75,
    bookingClosesIn: -58,
    mode: 'ballot',
    review: 'before_confirming',
    hall: nizwaForecourt,
  },
  eveningMarket: {
    slug: 'families-evening-market-al-mouj',
    series: null,
    title: { ar: 'سوق المساء للأسر المنتجة في ممشى الموج', en: "Productive families' evening market, Al Mouj Walk" },
    description: described(
      'خمس أمسيات على الممشى. أُغلق باب التقديم وجُمّد بيان القرعة، وتُجرى القرعة متى صدرت القيمة العلنية.',
      'Five evenings along the walk. Applications have closed, the manifest is frozen, and the draw takes place once the public value is there.',
    ),
    venue: { ar: 'ممشى الموج', en: 'Al Mouj Walk' },
    governorate: 'muscat',
    startsIn: 29,
    endsIn: 33,
    bookingOpensIn: -20,
    bookingClosesIn: -1,
    mode: 'ballot',
    review: 'before_confirming',
    hall: luluNizwa,
  },
  craftsDays: {
    slug: 'crafts-days-nizwa',
    series: null,
    title: { ar: 'أيام الحرف في نزوى', en: 'Crafts days, Nizwa' },
    description: described(
      'أربعة أيام للحرف والمأكولات. الأركان كلها محجوزة، وما يخلو منها يُعرض على قائمة الانتظار بالترتيب.',
      'Four days of crafts and food. Every stall is taken; one that becomes free is offered to the waiting list in order.',
    ),
    venue: { ar: 'لولو هايبرماركت نزوى', en: 'Lulu Hypermarket Nizwa' },
    governorate: 'ad-dakhiliyah',
    startsIn: 12,
    endsIn: 15,
    bookingOpensIn: -25,
    bookingClosesIn: -1,
    mode: 'first_come',
    review: 'before_confirming',
    hall: luluNizwa,
  },
  firstRound: {
    ...round({ ar: 'الدورة الأولى', en: 'first round' }),
    slug: 'permanent-exhibition-1',
    startsIn: -48,
    endsIn: -21,
    bookingOpensIn: -80,
    bookingClosesIn: -55,
  },
  secondRound: {
    ...round({ ar: 'الدورة الثانية', en: 'second round' }),
    slug: 'permanent-exhibition-2',
    startsIn: 19,
    endsIn: 46,
    bookingOpensIn: -4,
    bookingClosesIn: 12,
  },
  thirdRound: {
    ...round({ ar: 'الدورة الثالثة', en: 'third round' }),
    slug: 'permanent-exhibition-3',
    startsIn: 61,
    endsIn: 88,
    bookingOpensIn: 26,
    bookingClosesIn: 54,
  },
} as const satisfies Record<string, ExhibitionToSeed>
