import type { OutletCategory } from './codes.ts'

/**
 * The mark of each kind of place on a 32 by 32 field: an outline that no other kind has, and a line drawing inside it,
 * so that the five are told apart without colour.
 */
export const outletSigns: Record<OutletCategory, { outline: string; drawing: string }> = {
  hotel: {
    outline: 'M9.5 3h13L31 16l-8.5 13h-13L1 16z',
    drawing: 'M8.5 22V11M8.5 18.5h15V22M23.5 18.5v-1.5a3 3 0 00-3-3h-7v4.5M11 14.8a1 1 0 100 .1',
  },
  airport: {
    outline: 'M16 1.5a14.5 14.5 0 100 29 14.5 14.5 0 000-29z',
    drawing:
      'M16 6.5c1 0 1.4 1.2 1.4 2.4v4.3l7.1 4.6v2.2l-7.1-2.4v4l2.2 1.7V25L16 24l-3.6 1v-1.7l2.2-1.7v-4l-7.1 2.4v-2.2l7.1-4.6V8.9c0-1.2.4-2.4 1.4-2.4z',
  },
  mall: {
    outline: 'M6 2.5h20a3.5 3.5 0 013.5 3.5v20a3.5 3.5 0 01-3.5 3.5H6A3.5 3.5 0 012.5 26V6A3.5 3.5 0 016 2.5z',
    drawing: 'M9.5 13h13l1 11h-15zM12.5 15.5V11.5a3.5 3.5 0 017 0v4',
  },
  traditional_souq: {
    outline: 'M16 .5c3 4.5 12.5 6.5 12.5 15.5v14.5h-25V16C3.5 7 13 5 16 .5z',
    drawing:
      'M9 16l1.5-4h11l1.5 4M9 16a2.33 2.33 0 004.67 0 2.33 2.33 0 004.66 0A2.33 2.33 0 0023 16M10.5 19v7M21.5 19v7',
  },
  tourist_site: {
    outline: 'M3 30.5V5.5h4V2h5.5v3.5h7V2H25v3.5h4v25z',
    drawing: 'M12.5 26v-5.5c0-2.5 2-3.2 3.5-4.7 1.5 1.5 3.5 2.2 3.5 4.7V26M8.5 11h15',
  },
}
