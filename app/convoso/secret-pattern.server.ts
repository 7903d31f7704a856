/** How often an escape may be escaped again: JSON inside JSON inside a form. */
const SLASHES = "\\\\{1,4}";
const PERCENT = "%(?:25){0,2}";

const SHORT_JSON: Record<string, string> = {
  "\b": "b",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
  "/": "/",
  '"': '"',
};
const ENTITIES: Record<string, string> = { "&": "amp", '"': "quot", "'": "apos", "<": "lt", ">": "gt" };

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
/** In capitals or not. */
const hex = (code: number, digits: number) =>
  code
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const bytesOf = (character: string) => [...Buffer.from(character)];

/** A regular expression's source for one character, as it is and as JSON, forms, addresses, XML and base of those escape it. */
function spellingsOf(character: string, isOfBytes: boolean): string {
  const code = character.codePointAt(0) as number;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const short = SHORT_JSON[character];
  const either = [
    units.map((unit) => `${SLASHES}u${hex(unit, 4)}`).join(""),
    bytesOf(character)
      .map((byte) => PERCENT + hex(byte, 2))
      .join(""),
    `&#(?:[xX]0{0,4}${hex(code, 1)}|0{0,4}${code});`,
    ...(short ? [SLASHES + literal(short)] : []),
    ...(ENTITIES[character] ? [`&${ENTITIES[character]};`] : []),
    ...(character === "\\" ? ["\\\\{4}", "\\\\{2}"] : []),
    literal(isOfBytes ? Buffer.from(character).toString("latin1") : character),
    ...(character === " " ? ["\\+"] : character === "+" ? [" "] : []),
  ];
  return `(?:${either.join("|")})`;
}

/**
 * What finds these secrets in a text whose characters are escaped in any way, each on its own; the longest secret first.
 * @param isOfBytes for the bytes of a text in UTF-8, each as one character
 */
export function secretPattern(secrets: readonly string[], isOfBytes: boolean): RegExp {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  const sources = longestFirst.map((secret) =>
    [...secret].map((character) => spellingsOf(character, isOfBytes)).join(""),
  );
  return new RegExp(sources.join("|"), "g");
}
