/** The states of invariant 2, as its index names them: a booking that is one of these is live. */
export const live = `('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in')`
