import { openQrReader, type ReadQr } from './read-qr.ts'

export interface Camera {
  /** Null where the camera has no lamp. */
  switchTorch: ((isOn: boolean) => Promise<void>) | null
  close(): void
}

export type OpenCameraOutcome = { ok: true; camera: Camera } | { ok: false; reason: 'refused' | 'none' | 'failed' }

const betweenLooksMs = 120
/** The same code is not read twice within this time: a pass stays before the camera while it is answered. */
const sameCodeMs = 4_000

/** Shows what the camera sees and tells every code that comes before it, until it is closed. */
export async function openCamera(video: HTMLVideoElement, onCode: (text: string) => void): Promise<OpenCameraOutcome> {
  if (!navigator.mediaDevices?.getUserMedia) return { ok: false, reason: 'none' }
  const wish = { video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false }
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia(wish)
  } catch (error) {
    return { ok: false, reason: reasonOf(error) }
  }
  try {
    const read = await openQrReader()
    video.srcObject = stream
    await video.play()
    return { ok: true, camera: look(video, stream, read, onCode) }
  } catch {
    stop(video, stream)
    return { ok: false, reason: 'failed' }
  }
}

function reasonOf(error: unknown): 'refused' | 'none' | 'failed' {
  const name = error instanceof DOMException ? error.name : ''
  if (/NotAllowed|Security/.test(name)) return 'refused'
  // Another program may hold the camera.
  return /NotFound|Overconstrained/.test(name) ? 'none' : 'failed'
}

function stop(video: HTMLVideoElement, stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
  video.srcObject = null
}

function look(video: HTMLVideoElement, stream: MediaStream, read: ReadQr, onCode: (text: string) => void): Camera {
  let isOpen = true
  let last = { text: '', atMs: 0 }
  const lookOnce = async () => {
    if (!isOpen) return
    const text = document.hidden ? null : await read(video).catch(() => null)
    if (isOpen && text && (text !== last.text || Date.now() - last.atMs > sameCodeMs)) onCode(text)
    if (text) last = { text, atMs: Date.now() }
    setTimeout(() => void lookOnce(), betweenLooksMs)
  }
  void lookOnce()
  const awake = keepAwake()
  const close = () => {
    isOpen = false
    stop(video, stream)
    awake.end()
  }
  return { switchTorch: torchOf(stream), close }
}

function torchOf(stream: MediaStream): Camera['switchTorch'] {
  const [track] = stream.getVideoTracks()
  // Not in every browser, and not in the types of the DOM yet.
  const able = track?.getCapabilities?.() as { torch?: boolean } | undefined
  if (!track || !able?.torch) return null
  return (torch) => track.applyConstraints({ advanced: [{ torch } as MediaTrackConstraintSet] })
}

/** Keeps the screen on where the browser can; it has to be asked again whenever the page comes back. */
function keepAwake(): { end(): void } {
  let lock: WakeLockSentinel | undefined
  const ask = () => {
    if (!document.hidden)
      void navigator.wakeLock?.request('screen').then(
        (given) => (lock = given),
        () => {},
      )
  }
  ask()
  document.addEventListener('visibilitychange', ask)
  return {
    end() {
      document.removeEventListener('visibilitychange', ask)
      void lock?.release().catch(() => {})
    },
  }
}
