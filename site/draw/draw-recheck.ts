import type { Published } from './recheck.ts'

type Sentences = Record<string, string>

const fill = (sentence: string, values: Record<string, string | number>) =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

class DrawRecheck extends HTMLElement {
  connectedCallback() {
    this.hidden = false
    this.querySelector('button')?.addEventListener('click', () => void this.run())
  }

  async run() {
    const sentences = JSON.parse(this.dataset.steps ?? '{}') as Sentences
    const button = this.querySelector('button')
    if (button) button.disabled = true
    this.say(sentences.loading ?? '')
    try {
      const [published, { recheck }] = await Promise.all([this.fetchPublished(), import('./recheck.ts')])
      const steps = await recheck(published)
      this.tell(steps.map(({ step, isGood, values }) => [isGood, fill(sentences[step] ?? step, values)]))
      this.say(fill(sentences[steps.at(-1)?.step ?? ''] ?? '', steps.at(-1)?.values ?? {}))
    } catch {
      this.say(sentences.failed ?? '')
    }
    if (button) button.disabled = false
  }

  async fetchPublished(): Promise<Published> {
    const { draw = '', manifestSha256 = '', publicValue = '', seed = '' } = this.dataset
    const download = async (file: string) => {
      const answer = await fetch(`${draw}/${file}`)
      if (!answer.ok) throw new Error('The file could not be downloaded.')
      return answer.text()
    }
    const [manifest, result] = await Promise.all([download('manifest.txt'), download('result.csv')])
    return { manifest, result, manifestSha256, publicValue, seed }
  }

  tell(steps: [isGood: boolean, sentence: string][]) {
    const list = this.querySelector('ol')
    list?.replaceChildren(
      ...steps.map(([isGood, sentence]) => {
        const item = document.createElement('li')
        item.dataset.good = String(isGood)
        item.textContent = sentence
        return item
      }),
    )
  }

  say(sentence: string) {
    const status = this.querySelector('[role=status]')
    if (status) status.textContent = sentence
  }
}

customElements.define('draw-recheck', DrawRecheck)
