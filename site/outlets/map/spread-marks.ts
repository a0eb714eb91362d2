interface Place {
  x: number
  y: number
}

const ringsOfPlaces = [1, 2].flatMap((ring) =>
  Array.from({ length: ring * 8 }, (_, step) => {
    const angle = (step * Math.PI) / (ring * 4)
    return { x: Math.sin(angle) * ring, y: -Math.cos(angle) * ring }
  }),
)

/**
 * Moves marks that would cover one another to the nearest free place around them, at most two widths away; the first of
 * them keeps its own. Two outlets in one mall become two marks side by side.
 */
export function spreadMarks(places: Place[], width: number): Place[] {
  const taken: Place[] = []
  const isFree = (place: Place) => taken.every(({ x, y }) => Math.hypot(x - place.x, y - place.y) > width * 0.98)
  for (const place of places) {
    const around = ringsOfPlaces.map(({ x, y }) => ({ x: place.x + x * width, y: place.y + y * width }))
    taken.push([place, ...around].find(isFree) ?? place)
  }
  return taken
}
