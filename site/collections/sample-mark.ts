/**
 * Demonstration and truth may not be taken for one another: what stands under samples/ says `sample: true`, nothing
 * else does. A file without the field (en.md, whose ar.md has it) passes.
 */
export function refuseMisplacedSample(folder: string, file: string, data: Record<string, unknown>): void {
  const isUnderSamples = file.startsWith('samples/')
  if (data.sample === undefined || data.sample === isUnderSamples) return
  const where = `content/${folder}/${file}`
  throw new Error(
    isUnderSamples
      ? `${where} is a demonstration, because it stands in the folder samples. Write in it:  sample: true`
      : `${where} says that it is a demonstration (sample: true). Move it into content/${folder}/samples/, or, if it is true and has its source and consent, write:  sample: false`,
  )
}
