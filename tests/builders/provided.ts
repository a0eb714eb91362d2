/** A beacon of a chain of our own, answering at `<url>/<manner>/<chain hash>/public/<round>`. */
export interface ProvidedBeacon {
  url: string
  publicKey: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    beacon: ProvidedBeacon
    /** The stand-in for the SMS gateway. */
    gatewayUrl: string
  }
}
