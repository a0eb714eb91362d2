const side = 1080

/** A file of this site as a data: address, which a picture may carry inside itself. */
async function asData(address: string): Promise<string> {
  const blob = await (await fetch(address)).blob()
  const { promise, resolve } = Promise.withResolvers<string>()
  const reader = new FileReader()
  reader.addEventListener('load', () => resolve(String(reader.result)))
  reader.readAsDataURL(blob)
  return promise
}

/** The page's own typeface: a picture has nothing but what stands in it. */
async function fontRules(family: string): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  const faces = rules.filter((rule) => rule instanceof CSSFontFaceRule)
  const own = faces.filter(({ style }) => family.startsWith(style.getPropertyValue('font-family')))
  const written = own.map(async ({ cssText }) => {
    const address = /url\("?([^")]+)"?\)/.exec(cssText)?.[1]
    return address ? cssText.replace(address, await asData(address)) : ''
  })
  return (await Promise.all(written)).join('')
}

async function pictureOf(card: SVGElement): Promise<Blob | null> {
  const copy = card.cloneNode(true) as SVGElement
  const family = getComputedStyle(card).fontFamily
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style')
  style.textContent = await fontRules(family)
  copy.setAttribute('font-family', family)
  copy.prepend(style)
  const image = new Image(side, side)
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  canvas.getContext('2d')?.drawImage(image, 0, 0, side, side)
  const { promise, resolve } = Promise.withResolvers<Blob | null>()
  canvas.toBlob(resolve, 'image/png')
  return promise
}

class SaveCard extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false
    this.addEventListener('click', () => void this.#save())
  }

  async #save(): Promise<void> {
    const card = document.querySelector<SVGElement>('.square > svg')
    const picture = card && (await pictureOf(card))
    if (!picture) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(picture)
    link.download = `${this.dataset.file}.png`
    link.click()
    URL.revokeObjectURL(link.href)
  }
}

customElements.define('save-card', SaveCard)
