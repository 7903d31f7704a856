import { isUtf8 } from "node:buffer";
import { type Note, problem } from "#app/convoso/problems.server.ts";

/** Most texts are nothing else, and need no closer look. */
const PLAIN = /^[\x20-\x7e\n\r\t]*$/;

/**
 * Makes a text fit for PostgreSQL and for comparing: no NUL, no half characters, composed, not decoded wrongly.
 * @param key under which it came
 */
export function cleanText(text: string, key: string, note: Note): string {
  if (PLAIN.test(text)) return text;
  let clean = text;
  if (clean.includes("\0")) {
    clean = clean.replaceAll("\0", "");
    note(problem("nul-removed", key));
  }
  if (!clean.isWellFormed()) {
    clean = clean.toWellFormed();
    note(problem("half-character", key));
  } else if (clean.includes("\uFFFD")) {
    note(problem("lost-characters", key));
  }
  const repaired = repairMojibake(clean);
  if (repaired !== clean) note(problem("mis-decoded", key, clean, repaired));
  return repaired.normalize("NFC");
}

/** What windows-1252 has where ISO-8859-1 has control characters: the bytes 80 to 9F, in order. */
const WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";
/** A lead byte of UTF-8 and what follows it, each byte read as one character of windows-1252. */
const SEQUENCES = new RegExp(
  `(?:[Â-ß][\\x80-¿${WINDOWS}]|[à-ï][\\x80-¿${WINDOWS}]{2}|[ð-ô][\\x80-¿${WINDOWS}]{3})+`,
  "g",
);
/** Letters of Western and Central Europe, punctuation, signs: what one character alone may unmistakably have been. */
const COMMON = /^[\u00A0-\u017F\u02C6-\u02DC\u2010-\u203A\u20AC\u2122\u200B-\u200F\uFEFF]$/u;

function toByte(character: string): number {
  const code = character.charCodeAt(0);
  return code <= 0xff ? code : 0x80 + WINDOWS.indexOf(character);
}

function fromSequences(found: string): string {
  const bytes = Buffer.from([...found].map(toByte));
  if (!isUtf8(bytes)) return found;
  const text = bytes.toString();
  // "CAFÉ»" holds a valid sequence by chance; real ones give a common letter, or several, or a rare sign of four bytes.
  return COMMON.test(text) || [...text].length > 1 || bytes.length > 3 ? text : found;
}

/** Reads text again as UTF-8 that somebody has read as windows-1252, also twice: "JosÃ©" is "José". */
function repairMojibake(text: string): string {
  let repaired = text;
  for (let round = 0; round < 3; round++) {
    const better = repaired.replace(SEQUENCES, fromSequences);
    if (better === repaired) break;
    repaired = better;
  }
  return repaired;
}
