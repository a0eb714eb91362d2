import type { GateTone } from './gate-answer.ts'

/** Tones of an answer: pitch in hertz and length in seconds, one after another. */
const tunes: Record<GateTone, [pitch: number, seconds: number][]> = {
  go: [
    [880, 0.12],
    [1320, 0.18],
  ],
  again: [
    [660, 0.12],
    [660, 0.12],
  ],
  ask: [[440, 0.35]],
  stop: [
    [220, 0.25],
    [165, 0.4],
  ],
}

const shakes: Record<GateTone, number[]> = { go: [80], again: [60, 60, 60], ask: [200], stop: [300, 80, 300] }

const setting = 'gate-sound'
let audio: AudioContext | undefined

export const isSoundOn = (): boolean => localStorage.getItem(setting) !== 'off'

export function switchSound(isOn: boolean): void {
  if (isOn) localStorage.removeItem(setting)
  else localStorage.setItem(setting, 'off')
}

/** An answer for the ear and the hand; browsers allow a sound once the page was touched. */
export function signal(tone: GateTone): void {
  if (!isSoundOn()) return
  navigator.vibrate?.(shakes[tone])
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume()
  let start = audio.currentTime
  for (const [pitch, seconds] of tunes[tone]) {
    const voice = audio.createOscillator()
    const volume = audio.createGain()
    voice.frequency.value = pitch
    volume.gain.setValueAtTime(0.25, start)
    volume.gain.exponentialRampToValueAtTime(0.001, start + seconds)
    voice.connect(volume).connect(audio.destination)
    voice.start(start)
    voice.stop(start + seconds)
    start += seconds
  }
}
