/** The longest body of a delivery that is read and kept, in bytes. */
export const BODY_LIMIT_BYTES = 1024 * 1024;
