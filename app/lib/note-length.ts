/** The most characters that a note has. */
export const NOTE_LENGTH = 2000;
