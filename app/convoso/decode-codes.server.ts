import { decodeHTMLStrict } from "entities/decode";

/** Percent-encoding that was done twice: nobody writes so many codes and no blank. */
const PERCENT = /%(?:2[0-9A-C]|3[A-F]|40|5[B-D]|7[B-D]|C[2-9A-F]%[89AB][0-9A-F])/i;
/** An encoded word of an e-mail's header, such as `=?UTF-8?B?Sm9zw6k=?=`, and the blank between two of them. */
const ENCODED_WORD = /=\?([\w-]+)\?([bq])\?([^?\s]*)\?=(?:\s+(?==\?))?/gi;

/** A header's text is short, and thousands of words with unknown character sets would take seconds. */
const LONGEST_WITH_WORDS = 1_000;

function decodePercent(text: string): string {
  try {
    return PERCENT.test(text) && !/\s/.test(text) ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

function decodeWord(word: string, charset: string, encoding: string, content: string): string {
  const bytes =
    encoding.toLowerCase() === "b"
      ? Buffer.from(content, "base64")
      : Buffer.from(
          content.replaceAll("_", " ").replace(/=([\da-f]{2})/gi, (_, hex) => codeOf(hex)),
          "latin1",
        );
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return word;
  }
}

/** The escapes of JSON and PHP that were done twice: `\\u00e9`, `O\\'Connor`. */
const undoEscapes = (text: string) =>
  text
    .replace(/(?:\\u[\da-f]{4})+/gi, (codes) => JSON.parse(`"${codes.replaceAll("\\U", "\\u")}"`))
    .replace(/\\(['"])/g, "$1");

const codeOf = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16));

/** Whether a text may hold codes that {@link decodeCodes} undoes. */
export const mayHoldCodes = (text: string) => /[&%]|=\?|\\[u'"]/.test(text);

/** Whether {@link unwrap} takes something off. */
export const isWrapped = (text: string) => /^=?"|^\p{Cf}|\p{Cf}$/u.test(text);

/** Without marks that nobody sees at its ends, and without the quotes of a program around it. */
export const unwrap = (text: string) =>
  text.replace(/^[\s\p{Cf}]+|(?:\s|\p{Cf})+$/gu, "").replace(/^=?"([^"]*)"$/, "$1");

/** A character whose two halves have a code each: `&#55357;&#56832;`. */
const joinHalves = (text: string) =>
  text.replace(/&#(5[5-7]\d{3});&#(5[5-7]\d{3});/g, (codes, high, low) => {
    const character = String.fromCharCode(Number(high), Number(low));
    return character.isWellFormed() ? character : codes;
  });

/**
 * Shows HTML entities, percent-encoding, escapes and encoded words that a sender has left in a text as the characters they are, also
 * done twice.
 */
export function decodeCodes(text: string): string {
  const bare = joinHalves(text);
  let decoded = bare.includes("\\") ? undoEscapes(bare) : bare;
  for (let round = 0; round < 3 && /&[#\w]+;|%[2-9A-F]|=\?/i.test(decoded); round++) {
    const plain = decodePercent(decodeHTMLStrict(decoded));
    const better = plain.length <= LONGEST_WITH_WORDS ? plain.replace(ENCODED_WORD, decodeWord) : plain;
    if (better === decoded) break;
    decoded = better;
  }
  return decoded;
}
