declare namespace App {
  /** What site/middleware.ts puts there (worker/http/render-page.ts). */
  interface Locals {
    db: import('../worker/store.ts').Store
    now: number
    requestId: string
    address: string
    asked: string
    /** Absent on pages that are built. */
    notice?: import('../worker/http/render-page.ts').PageContext['notice']
    staff: import('../worker/http/render-page.ts').PageContext['staff']
    cfContext: unknown
  }
}

interface ImportMetaEnv {
  /** Written by astro.config.mjs; read through site/collections/demonstration.ts. */
  readonly IS_DEMONSTRATION: boolean
  /** Whether a service worker keeps visited pages (site/offline-integration.ts). */
  readonly KEEPS_OFFLINE: boolean
  /** Settings of wrangler.toml, blank when not set; read through site/ui/contact-settings.ts. */
  readonly CONTACT: { phone: string; email: string }
  /** Settings of wrangler.toml; read through site/outlets/tile-setting.ts. */
  readonly MAP_TILES: { url: string; credit: string }
}
