import type { Random } from './random.ts'

// Common Omani names in chance combinations. Nobody is meant.

interface Named {
  ar: string
  en: string
}

const women: Named[] = [
  { ar: 'مريم', en: 'Maryam' },
  { ar: 'زوينة', en: 'Zuwaina' },
  { ar: 'شيخة', en: 'Shaikha' },
  { ar: 'ثريا', en: 'Thuraya' },
  { ar: 'نصرة', en: 'Nasra' },
  { ar: 'أسماء', en: 'Asma' },
  { ar: 'بدرية', en: 'Badriya' },
  { ar: 'سالمة', en: 'Salma' },
  { ar: 'موزة', en: 'Moza' },
  { ar: 'خديجة', en: 'Khadija' },
  { ar: 'زهرة', en: 'Zahra' },
  { ar: 'هدى', en: 'Huda' },
  { ar: 'أمل', en: 'Amal' },
  { ar: 'لطيفة', en: 'Latifa' },
  { ar: 'رقية', en: 'Ruqaiya' },
  { ar: 'سعاد', en: 'Suad' },
  { ar: 'شمسة', en: 'Shamsa' },
  { ar: 'عزة', en: 'Azza' },
  { ar: 'حليمة', en: 'Halima' },
  { ar: 'نعيمة', en: 'Naima' },
  { ar: 'وضحى', en: 'Wadha' },
  { ar: 'غاية', en: 'Ghaya' },
  { ar: 'صفية', en: 'Safiya' },
  { ar: 'ميمونة', en: 'Maimuna' },
]

const men: Named[] = [
  { ar: 'سالم', en: 'Salim' },
  { ar: 'سعيد', en: 'Said' },
  { ar: 'خميس', en: 'Khamis' },
  { ar: 'ناصر', en: 'Nasser' },
  { ar: 'حمد', en: 'Hamad' },
  { ar: 'عبدالله', en: 'Abdullah' },
  { ar: 'خلفان', en: 'Khalfan' },
  { ar: 'سيف', en: 'Saif' },
  { ar: 'راشد', en: 'Rashid' },
  { ar: 'علي', en: 'Ali' },
  { ar: 'سليمان', en: 'Sulaiman' },
  { ar: 'حمود', en: 'Hamood' },
  { ar: 'جمعة', en: 'Juma' },
  { ar: 'مبارك', en: 'Mubarak' },
]

const families: { woman: string; man: string; en: string }[] = [
  { woman: 'البلوشية', man: 'البلوشي', en: 'Al Balushi' },
  { woman: 'الكندية', man: 'الكندي', en: 'Al Kindi' },
  { woman: 'المعمرية', man: 'المعمري', en: 'Al Maamari' },
  { woman: 'الهنائية', man: 'الهنائي', en: 'Al Hinai' },
  { woman: 'العبرية', man: 'العبري', en: 'Al Abri' },
  { woman: 'الشكيلية', man: 'الشكيلي', en: 'Al Shukaili' },
  { woman: 'الرواحية', man: 'الرواحي', en: 'Al Rawahi' },
  { woman: 'الحبسية', man: 'الحبسي', en: 'Al Habsi' },
  { woman: 'الجابرية', man: 'الجابري', en: 'Al Jabri' },
  { woman: 'المحروقية', man: 'المحروقي', en: 'Al Mahrouqi' },
  { woman: 'الخروصية', man: 'الخروصي', en: 'Al Kharusi' },
  { woman: 'التوبية', man: 'التوبي', en: 'Al Toobi' },
  { woman: 'الريامية', man: 'الريامي', en: 'Al Riyami' },
  { woman: 'الفارسية', man: 'الفارسي', en: 'Al Farsi' },
  { woman: 'الغافرية', man: 'الغافري', en: 'Al Ghafri' },
  { woman: 'المقبالية', man: 'المقبالي', en: 'Al Maqbali' },
  { woman: 'الوهيبية', man: 'الوهيبي', en: 'Al Wahaibi' },
  { woman: 'الحجرية', man: 'الحجري', en: 'Al Hajri' },
  { woman: 'العامرية', man: 'العامري', en: 'Al Amri' },
  { woman: 'الإسماعيلية', man: 'الإسماعيلي', en: 'Al Ismaili' },
]

/** A full name as its bearer would type it: «مريم بنت سالم الكندية», "Maryam bint Salim Al Kindi". */
export function nameFor(random: Random, who: 'woman' | 'man', language: 'ar' | 'en'): string {
  const first = random.pick(who === 'woman' ? women : men)
  const father = random.pick(men.filter((name) => name !== first))
  const family = random.pick(families)
  const child = who === 'woman' ? { ar: 'بنت', en: 'bint' } : { ar: 'بن', en: 'bin' }
  const last = { ar: family[who], en: family.en }
  return [first, child, father, last].map((part) => part[language]).join(' ')
}

/** Distinct numbers from the end of 7000 0000 to 7000 9999, the range kept for demonstration. */
export function phoneNumbers(): () => string {
  let given = 0
  return () => {
    given += 1
    if (given > 2_000) throw new Error('The demonstration range has no more phone numbers to give.')
    return String(70_010_000 - given)
  }
}
