// Browsers that can read codes themselves do; the others get a library, fetched when the camera is first asked for.

interface BarcodeReader {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>
}
interface BarcodeReaders {
  new (options: { formats: string[] }): BarcodeReader
  getSupportedFormats(): Promise<string[]>
}

export type ReadQr = (source: HTMLVideoElement | HTMLCanvasElement) => Promise<string | null>

export async function openQrReader(): Promise<ReadQr> {
  const { BarcodeDetector } = window as { BarcodeDetector?: BarcodeReaders }
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? []
  if (BarcodeDetector && formats.includes('qr_code')) {
    const reader = new BarcodeDetector({ formats: ['qr_code'] })
    return async (source) => (await reader.detect(source))[0]?.rawValue ?? null
  }
  return openLibraryReader()
}

/** The longer side of the picture that the library looks at; more would be too slow for a cheap phone. */
const pictureMax = 720

export async function openLibraryReader(): Promise<ReadQr> {
  const { default: jsQr } = await import('jsqr')
  const canvas = document.createElement('canvas')
  const drawing = canvas.getContext('2d', { willReadFrequently: true })
  return async (source) => {
    const isVideo = source instanceof HTMLVideoElement
    const width = isVideo ? source.videoWidth : source.width
    const height = isVideo ? source.videoHeight : source.height
    if (!drawing || width === 0) return null
    const scale = Math.min(1, pictureMax / Math.max(width, height))
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    drawing.drawImage(source, 0, 0, canvas.width, canvas.height)
    const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height)
    return jsQr(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })?.data || null
  }
}
