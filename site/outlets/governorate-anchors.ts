/**
 * Where a governorate's number stands on the maps, its shape's id in content/map/om-governorates.geojson, and one of
 * four tints that no neighbour has.
 */
export const governorateAnchors = [
  { id: 'muscat', shape: 'OM-MA', latitude: 23.42, longitude: 58.62, tint: 0 },
  { id: 'dhofar', shape: 'OM-ZU', latitude: 18.0, longitude: 54.1, tint: 1 },
  { id: 'musandam', shape: 'OM-MU', latitude: 26.05, longitude: 56.3, tint: 2 },
  { id: 'al-buraimi', shape: 'OM-BU', latitude: 24.22, longitude: 55.84, tint: 1 },
  { id: 'ad-dakhiliyah', shape: 'OM-DA', latitude: 22.4, longitude: 57.42, tint: 2 },
  { id: 'north-al-batinah', shape: 'OM-BS', latitude: 24.12, longitude: 56.75, tint: 3 },
  { id: 'south-al-batinah', shape: 'OM-BJ', latitude: 23.48, longitude: 57.62, tint: 1 },
  { id: 'south-ash-sharqiyah', shape: 'OM-SJ', latitude: 21.7, longitude: 59.2, tint: 1 },
  { id: 'north-ash-sharqiyah', shape: 'OM-SS', latitude: 22.42, longitude: 58.5, tint: 3 },
  { id: 'ad-dhahirah', shape: 'OM-ZA', latitude: 22.85, longitude: 56.25, tint: 0 },
  { id: 'al-wusta', shape: 'OM-WU', latitude: 20.2, longitude: 56.9, tint: 3 },
] as const
