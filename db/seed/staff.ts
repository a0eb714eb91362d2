import type { Role } from '../../worker/contract/codes.ts'
import { governorateIds } from '../../worker/contract/places.ts'

export interface StaffToSeed {
  id: number
  email: string
  name: { ar: string; en: string }
  role: Role
  governorates: string[]
}

const muscatAndDakhiliyah = ['muscat', 'ad-dakhiliyah']

/** The desk of the demonstration; their addresses exist nowhere. */
export const seededStaff = {
  manager: {
    id: 1,
    email: 'manager@desk.test',
    name: { ar: 'ثريا الكندية', en: 'Thuraya Al Kindi' },
    role: 'manager',
    governorates: governorateIds,
  },
  manager2: {
    id: 2,
    email: 'manager2@desk.test',
    name: { ar: 'خلفان الهنائي', en: 'Khalfan Al Hinai' },
    role: 'manager',
    governorates: governorateIds,
  },
  officer: {
    id: 3,
    email: 'officer@desk.test',
    name: { ar: 'سالمة العبرية', en: 'Salma Al Abri' },
    role: 'officer',
    governorates: muscatAndDakhiliyah,
  },
  officer2: {
    id: 4,
    email: 'officer2@desk.test',
    name: { ar: 'ناصر الرواحي', en: 'Nasser Al Rawahi' },
    role: 'officer',
    governorates: muscatAndDakhiliyah,
  },
  receiver: {
    id: 5,
    email: 'receiver@desk.test',
    name: { ar: 'موزة الجابرية', en: 'Moza Al Jabri' },
    role: 'receiver',
    governorates: muscatAndDakhiliyah,
  },
  gate: {
    id: 6,
    email: 'gate@desk.test',
    name: { ar: 'راشد التوبي', en: 'Rashid Al Toobi' },
    role: 'gate',
    governorates: ['ad-dakhiliyah'],
  },
  viewer: {
    id: 7,
    email: 'viewer@desk.test',
    name: { ar: 'هدى الفارسية', en: 'Huda Al Farsi' },
    role: 'viewer',
    governorates: muscatAndDakhiliyah,
  },
} as const satisfies Record<string, StaffToSeed>
