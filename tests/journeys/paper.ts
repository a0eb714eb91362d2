import type { Page } from 'playwright-core'

/** The colours that a sheet would show: what is written, and what it stands on. */
export const colours = (page: Page) =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll('main *')].filter(
      (element) =>
        element.checkVisibility() &&
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()),
    )
    const grounds = [
      document.documentElement,
      document.body,
      ...document.querySelectorAll('main, main .panel, main .full'),
    ]
    return {
      texts: [...new Set(shown.map((element) => getComputedStyle(element).color))],
      grounds: [...new Set(grounds.map((element) => getComputedStyle(element).backgroundColor))],
    }
  })

export const lightness = (colour: string): number => {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return alpha === 0 ? 1 : (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
}
