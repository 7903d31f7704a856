const APOSTROPHES = /[’‘ʼʹ´`′＇‛]/g;
const DASHES = /[‐‑‒–—−]/g;
/** Accents that stand as characters of their own after decomposition, and characters that nobody sees. */
const UNSEEN = /[\u0300-\u036f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const LETTERS: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ı: "i",
  ħ: "h",
  ŧ: "t",
  ς: "σ",
};

/**
 * Text as searches compare it: without letter case, accents and invisible characters, with plain apostrophes, dashes and
 * blanks. PostgreSQL's `fold_text` (migrations/008_search.sql) makes the same of it.
 */
export function foldText(text: string): string {
  return text
    .replace(APOSTROPHES, "'")
    .replace(DASHES, "-")
    .normalize("NFKD")
    .replace(UNSEEN, "")
    .toLowerCase()
    .replace(UNSEEN, "")
    .replace(/[ßæœþøłđðıħŧς]/g, (letter) => LETTERS[letter] ?? letter);
}
