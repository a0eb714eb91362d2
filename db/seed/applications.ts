import { enterBookingSchema, type BookStall, type EnterBooking } from '../../worker/contract/booking.ts'
import { parse } from '../../worker/contract/fields.ts'
import type { Arrangement } from '../../worker/contract/codes.ts'
import { consentVersion } from '../../worker/contract/limits.ts'
import { governorates } from '../../worker/contract/places.ts'
import { nameFor } from './people.ts'
import { products } from './products.ts'
import type { Random } from './random.ts'

/** Who books on families' behalf; one phone for all its families. */
export interface DelegateToSeed {
  organisation: string
  name: string
  phone: string
}

export interface ApplicationWish {
  governorate: string
  zones: readonly string[]
  mode: 'first_come' | 'ballot'
  stall?: string
  delegate?: DelegateToSeed & { familyLabel: string }
}

export type Apply = (wish: ApplicationWish) => EnterBooking

/** Applications of chance people, each with a phone of its own, all valid by the contract's own schema. */
export function applicationsFrom(random: Random, nextPhone: () => string): Apply {
  return (wish) => {
    const product = random.pick(products.filter(({ zone }) => wish.zones.includes(zone)))
    const language = random.isOnce(9) ? 'en' : 'ar'
    const kind = wish.delegate || !random.isOnce(8) ? 'productive_family' : 'womens_association'
    const body = {
      applicant: {
        kind,
        name:
          kind === 'womens_association' ? 'جمعية نسائية (بيانات تجريبية)' : nameFor(random, product.seller, language),
        phone: wish.delegate ? null : nextPhone(),
        wilayat: wilayatNear(random, wish.governorate),
      },
      delegate: wish.delegate ?? null,
      product: {
        category: product.category,
        tradeName: random.pick(product.tradeNames)[language],
        description: language === 'ar' && !random.isOnce(3) ? random.pick(product.descriptions) : null,
        listPublicly: !random.isOnce(4),
      },
      arrangements: arrangementsOf(random),
      stall: wish.stall ?? null,
      zones: wish.mode === 'ballot' ? preferencesOf(random, product.zone, wish.zones) : [],
      joinWaitlist: false,
      language,
      consent: { version: consentVersion, accepted: true },
      enteredFrom: 'paper',
    }
    const parsed = parse(enterBookingSchema, body)
    if (!parsed.ok) throw new Error(`A seeded application is invalid: ${JSON.stringify(parsed.errors)}`)
    return parsed.value
  }
}

/** The same application as its applicant would have sent it. */
export function sentByApplicant(application: EnterBooking): BookStall {
  const { enteredFrom: _enteredFrom, ...body } = application
  return body
}

/** Four of five come from the exhibition's own governorate. */
function wilayatNear(random: Random, id: string): string {
  const own = governorates.filter((governorate) => governorate.id === id)
  const governorate = random.pick(random.isOnce(5) ? governorates : own)
  return random.pick(governorate.wilayats).id
}

function arrangementsOf(random: Random): Arrangement[] {
  if (random.isOnce(8)) return random.isOnce(2) ? ['step_free', 'near_entrance'] : ['step_free']
  if (random.isOnce(6)) return ['power']
  if (random.isOnce(12)) return random.isOnce(2) ? ['extra_seat'] : ['companion']
  return random.isOnce(40) ? ['sign_language'] : []
}

/** The section of the product first, sometimes a second one, sometimes no preference at all. */
function preferencesOf(random: Random, own: string, zones: readonly string[]): string[] {
  if (random.isOnce(5)) return []
  return random.isOnce(3) ? [own, random.pick(zones)] : [own]
}
