import type { Camera } from './camera.ts'
import { isSoundOn, switchSound } from './signals.ts'
import type { StationWords } from './station-words.ts'

/** The camera's buttons; its code is fetched with the first press. */
export function openCameraPart(root: HTMLElement, words: StationWords['camera'], onCode: (text: string) => void): void {
  const part = root.querySelector<HTMLElement>('[data-camera]')
  const opener = part?.querySelector<HTMLButtonElement>('[data-camera-open]')
  const torch = part?.querySelector<HTMLButtonElement>('[data-torch]')
  const sound = part?.querySelector<HTMLButtonElement>('[data-sound]')
  const view = part?.querySelector<HTMLElement>('[data-view]')
  const video = part?.querySelector('video')
  const said = part?.querySelector('[data-camera-said]')
  if (!part || !opener || !torch || !sound || !view || !video || !said) return
  let camera: Camera | null = null

  const show = () => {
    opener.setAttribute('aria-pressed', String(camera !== null))
    opener.textContent = camera ? words.close : words.open
    view.hidden = camera === null
    torch.hidden = !camera?.switchTorch
    torch.setAttribute('aria-pressed', 'false')
  }
  const toggle = async () => {
    if (camera) {
      camera.close()
      camera = null
      return show()
    }
    opener.disabled = true
    const opened = await import('./camera.ts').then(
      ({ openCamera }) => openCamera(video, onCode),
      () => ({ ok: false as const, reason: 'failed' as const }),
    )
    opener.disabled = false
    said.textContent = opened.ok ? '' : words[opened.reason]
    camera = opened.ok ? opened.camera : null
    show()
    if (camera) view.scrollIntoView({ block: 'nearest' })
  }

  opener.addEventListener('click', () => void toggle())
  torch.addEventListener('click', () => {
    const isOn = torch.getAttribute('aria-pressed') !== 'true'
    void camera?.switchTorch?.(isOn).then(() => torch.setAttribute('aria-pressed', String(isOn)))
  })
  sound.setAttribute('aria-pressed', String(isSoundOn()))
  sound.addEventListener('click', () => {
    switchSound(!isSoundOn())
    sound.setAttribute('aria-pressed', String(isSoundOn()))
  })
  part.hidden = false
}
