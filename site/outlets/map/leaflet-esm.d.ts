// The package's types describe its main file; the module beside it exports the same.
declare module 'leaflet/dist/leaflet-src.esm.js' {
  export * from 'leaflet'
}
