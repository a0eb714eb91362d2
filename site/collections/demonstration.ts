/** `npm start` builds with demonstration content; a production build holds none (astro.config.mjs). */
export const isDemonstration: boolean = import.meta.env.IS_DEMONSTRATION
