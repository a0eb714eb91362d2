const earthRadiusMetres = 6_371_000
const radians = (degrees: number) => (degrees * Math.PI) / 180

interface Point {
  latitude: number
  longitude: number
}

/** The distance over the ground in a straight line. */
export function metresBetween(one: Point, other: Point): number {
  const [from, to] = [radians(one.latitude), radians(other.latitude)]
  const half = (angle: number) => Math.sin(angle / 2) ** 2
  const chord = half(to - from) + Math.cos(from) * Math.cos(to) * half(radians(other.longitude - one.longitude))
  return 2 * earthRadiusMetres * Math.asin(Math.sqrt(chord))
}
