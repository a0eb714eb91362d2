import type { Placed } from './marks.ts'

/** Gives each outlet of the list a button that shows it on the open map. */
export function addMapButtons(
  placed: Placed[],
  words: DOMStringMap,
  show: (outlet: Placed, button: HTMLElement) => void,
): void {
  for (const outlet of placed) {
    outlet.item.querySelector('.to-map')?.remove()
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'to-map'
    button.textContent = words.onMap ?? ''
    button.ariaLabel = `${words.onMap}: ${outlet.name}`
    button.addEventListener('click', () => show(outlet, button))
    outlet.item.append(button)
  }
}
