declare namespace App {
  /** What site/middleware.ts puts there (worker/http/render-page.ts). */
  interface Locals {
    db: import('../worker/store.ts').Store
    now: number
    requestId: string
    address: string
    staff: import('../worker/http/render-page.ts').PageContext['staff']
    cfContext: unknown
  }
}

interface ImportMetaEnv {
  /** Written by astro.config.mjs; read through site/collections/demonstration.ts. */
  readonly IS_DEMONSTRATION: boolean
}
