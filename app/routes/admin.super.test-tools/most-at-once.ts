/** The most test deliveries that one click sends. */
export const MOST_AT_ONCE = 500;
