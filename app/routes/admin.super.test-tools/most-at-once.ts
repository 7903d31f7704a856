/** How many test deliveries one press of the button sends at most. */
export const MOST_AT_ONCE = 500;
