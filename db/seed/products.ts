import type { ProductCategory } from '../../worker/contract/codes.ts'

interface Product {
  category: ProductCategory
  /** The section of the hall it belongs to. */
  zone: 'crafts' | 'dress' | 'scents' | 'food' | 'services'
  /** Whether mostly men or women sell it here. */
  seller: 'woman' | 'man'
  tradeNames: { ar: string; en: string }[]
  descriptions: string[]
}

export const products: Product[] = [
  {
    category: 'frankincense_incense',
    zone: 'scents',
    seller: 'woman',
    tradeNames: [
      { ar: 'لبان الدار', en: 'House Frankincense' },
      { ar: 'بخور المجلس', en: 'Majlis Incense' },
      { ar: 'عبق الظفار', en: 'Scent of the South' },
    ],
    descriptions: ['بخور مخلوط في البيت ولبان منقّى بالحجم', 'مباخر صغيرة وبخور العود والصندل'],
  },
  {
    category: 'perfume',
    zone: 'scents',
    seller: 'woman',
    tradeNames: [
      { ar: 'عطور الياسمين', en: 'Jasmine Perfumes' },
      { ar: 'دهن الورد', en: 'Rose Oil' },
    ],
    descriptions: ['عطور زيتية ومخلطات في قوارير صغيرة', 'ماء ورد ومخمّرية للشعر'],
  },
  {
    category: 'cosmetics_soap',
    zone: 'scents',
    seller: 'woman',
    tradeNames: [
      { ar: 'صابون السدر', en: 'Sidr Soap' },
      { ar: 'حنّاء الواحة', en: 'Oasis Henna' },
    ],
    descriptions: ['صابون بزيت الزيتون والسدر', 'كريمات وزيوت للشعر من أعشاب محلية'],
  },
  {
    category: 'silver_khanjars',
    zone: 'crafts',
    seller: 'man',
    tradeNames: [
      { ar: 'فضيات الحصن', en: 'Fort Silver' },
      { ar: 'خناجر السوق', en: 'Souq Khanjars' },
    ],
    descriptions: ['خواتم وأساور فضة وترميم أغماد الخناجر'],
  },
  {
    category: 'pottery',
    zone: 'crafts',
    seller: 'man',
    tradeNames: [
      { ar: 'فخار الواحة', en: 'Oasis Pottery' },
      { ar: 'جحال الطين', en: 'Clay Jars' },
    ],
    descriptions: ['جحال وأوانٍ ومباخر من الطين المحلي'],
  },
  {
    category: 'palm_frond',
    zone: 'crafts',
    seller: 'woman',
    tradeNames: [
      { ar: 'سعفيات النخيل', en: 'Palm Weave' },
      { ar: 'قفران الجدة', en: "Grandmother's Baskets" },
    ],
    descriptions: ['سلال وسفر وحصر من سعف النخيل', 'مراوح يدوية وأغطية للتمر'],
  },
  {
    category: 'wood',
    zone: 'crafts',
    seller: 'man',
    tradeNames: [{ ar: 'خشبيات المندوس', en: 'Mandoos Woodwork' }],
    descriptions: ['مناديس صغيرة وعلب مزخرفة بالمسامير'],
  },
  {
    category: 'copper',
    zone: 'crafts',
    seller: 'man',
    tradeNames: [{ ar: 'نحاسيات الحارة', en: 'Quarter Copper' }],
    descriptions: ['دلال وصوانٍ نحاسية مطروقة باليد'],
  },
  {
    category: 'leather',
    zone: 'crafts',
    seller: 'man',
    tradeNames: [{ ar: 'جلديات القافلة', en: 'Caravan Leather' }],
    descriptions: ['محافظ وأحزمة ونعل جلدية'],
  },
  {
    category: 'weaving',
    zone: 'dress',
    seller: 'woman',
    tradeNames: [
      { ar: 'نسيج الوادي', en: 'Wadi Weaving' },
      { ar: 'صوفيات الجبل', en: 'Mountain Wool' },
    ],
    descriptions: ['سجاد وأغطية صوفية على نول أرضي'],
  },
  {
    category: 'embroidery_dress',
    zone: 'dress',
    seller: 'woman',
    tradeNames: [
      { ar: 'تطريز السوسن', en: 'Sawsan Embroidery' },
      { ar: 'كميم الشرقية', en: 'Kumma Stitch' },
      { ar: 'أثواب العيد', en: 'Eid Dresses' },
    ],
    descriptions: ['كميم مطرزة وأثواب عمانية للبنات', 'شيلات وعباءات بتطريز يدوي'],
  },
  {
    category: 'halwa',
    zone: 'food',
    seller: 'man',
    tradeNames: [
      { ar: 'حلوى الضيافة', en: 'Hospitality Halwa' },
      { ar: 'حلوى الدلّة', en: 'Dalla Halwa' },
    ],
    descriptions: ['حلوى عمانية بالزعفران والهيل'],
  },
  {
    category: 'food_spices_honey_dates',
    zone: 'food',
    seller: 'woman',
    tradeNames: [
      { ar: 'تمور وعسل المزرعة', en: 'Farm Dates and Honey' },
      { ar: 'بهارات البيت', en: 'Home Spices' },
      { ar: 'خبز رخال', en: 'Rakhal Bread' },
    ],
    descriptions: ['بهارات مطحونة وقهوة عمانية وخبز رخال', 'تمر بالسمسم وعسل سدر وسمر'],
  },
  {
    category: 'services',
    zone: 'services',
    seller: 'woman',
    tradeNames: [
      { ar: 'نقش الحناء', en: 'Henna Art' },
      { ar: 'تغليف هدايا البيت', en: 'Gift Wrapping' },
    ],
    descriptions: ['نقش حناء وتغليف هدايا في المكان'],
  },
]
