import { languageOf } from '../../ui/language.ts'
import { metresBetween } from '../distance.ts'
import { distanceWords } from '../distance-words.ts'
import { readList, type Listed } from './read-list.ts'

interface Here {
  latitude: number
  longitude: number
}

type Asked = { ok: true; here: Here } | { ok: false; reason: 'denied' | 'unavailable' | 'timeout' }

const reasons = { 1: 'denied', 2: 'unavailable', 3: 'timeout' } as const

/** Asks the device, which asks the person. The answer stays in this page. */
function askWhere(): Promise<Asked> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve({ ok: false, reason: 'unavailable' })
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve({ ok: true, here: { latitude, longitude } }),
      ({ code }) => resolve({ ok: false, reason: reasons[code as 1 | 2 | 3] ?? 'unavailable' }),
      { timeout: 15_000, maximumAge: 300_000 },
    )
  })
}

const language = languageOf(new URL(location.href))
let here: Here | null = null
let bringBack: (() => void) | null = null

/** Where the person is, while the list is in the order of distance. */
export const knownHere = (): Here | null => here

/** Orders the list by distance, or brings the governorates back. Says in words what became of it. */
export async function toggleNearness(finder: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const list = finder.querySelector<HTMLElement>('[data-part=list]')
  const status = finder.querySelector('[data-says]')
  const words = finder.dataset
  if (!list || !status) return
  const show = (sentence: string | undefined) => {
    status.textContent = sentence ?? ''
    button.textContent = (here ? words.restore : words.nearest) ?? ''
    finder.dispatchEvent(new Event('here'))
  }
  if (bringBack) {
    bringBack()
    here = bringBack = null
    return show(words.restored)
  }
  status.textContent = words.asking ?? ''
  const asked = await askWhere()
  if (!asked.ok) return show(words[asked.reason])
  bringBack = orderByDistance(list, asked.here, words)
  if (!bringBack) return show(words.empty)
  if (!here) finder.addEventListener('listed', () => here && (bringBack = orderByDistance(list, here, words)))
  here = asked.here
  show(nearestWords(list, words))
}

/** The list as one order by distance, those of unknown position last. Returns what brings the governorates back. */
function orderByDistance(list: HTMLElement, from: Here, words: DOMStringMap): (() => void) | null {
  const measured = readList(list).map((listed) => ({ ...listed, metres: metresTo(listed, from) }))
  const nearest = measured.sort((one, other) => one.metres - other.metres)[0]
  if (!nearest || !Number.isFinite(nearest.metres)) return null
  const groups = [...list.querySelectorAll<HTMLElement>('section')]
  const before = groups.map((group) => ({ group, items: [...group.querySelectorAll('li')] }))
  const near = document.createElement('section')
  near.className = 'outlets'
  near.ariaLabel = words.nearest ?? ''
  const order = near.appendChild(document.createElement('ol'))
  order.setAttribute('role', 'list')
  for (const { item, governorate, metres } of measured) {
    item.dataset.governorate = governorate
    const away = document.createElement('strong')
    away.className = 'outlet-away'
    away.textContent = Number.isFinite(metres)
      ? (words.distance ?? '').replace('{distance}', distanceWords(language, metres))
      : (words.unknown ?? '')
    item.append(away)
    order.append(item)
  }
  for (const group of groups) group.hidden = true
  list.prepend(near)
  return () => {
    for (const away of near.querySelectorAll('.outlet-away')) away.remove()
    for (const { group, items } of before) {
      group.hidden = false
      group.querySelector('ul')?.append(...items)
    }
    near.remove()
  }
}

const metresTo = ({ position }: Listed, from: Here): number => (position ? metresBetween(from, position) : Infinity)

function nearestWords(list: HTMLElement, words: DOMStringMap): string {
  const first = list.querySelector('.outlets li')
  const name = first?.querySelector('a')?.textContent.trim() ?? ''
  const away = first?.querySelector('.outlet-away')?.textContent ?? ''
  return (words.done ?? '').replace('{name}', name).replace('{distance}', away)
}
