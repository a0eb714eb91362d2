/** Where the links to a place lead: the phone's own map app, and two map sites. Nothing is asked of them before a tap. */
export function directionsTo(
  { latitude, longitude, accuracyMetres }: { latitude: number; longitude: number; accuracyMetres: number },
  name: string,
): { geo: string; osm: string; google: string } {
  const point = `${latitude},${longitude}`
  const zoom = accuracyMetres > 1000 ? 13 : 16
  return {
    geo: `geo:${point}?q=${point}(${encodeURIComponent(name).replaceAll(/[()]/g, '')})`,
    osm: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=${zoom}/${latitude}/${longitude}`,
    google: `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(point)}`,
  }
}
