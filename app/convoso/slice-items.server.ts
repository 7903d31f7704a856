/** Where an item of a list stands in a text of JSON: from `start` to just before `end`. */
type Slice = { start: number; end: number };

const BLANK = /\s/;

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (BLANK.test(text[next] ?? "")) next += 1;
  return next;
}

/** Just behind the text that begins at `at` with a quote. */
function skipText(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  throw new RangeError("A text in the JSON does not end.");
}

/** Just behind the value that begins at `at`. */
function skipValue(text: string, at: number): number {
  if (text[at] === '"') return skipText(text, at);
  let depth = 0;
  for (let next = at; next < text.length; ) {
    const character = text[next];
    if (character === '"') next = skipText(text, next);
    else if (character === "{" || character === "[") {
      depth += 1;
      next += 1;
    } else if (character === "}" || character === "]") {
      if (depth === 0) return next; // a number or a word ends where what is around it does
      depth -= 1;
      next += 1;
      if (depth === 0) return next;
    } else if (depth === 0 && (character === "," || BLANK.test(character ?? ""))) return next;
    else next += 1;
  }
  return text.length;
}

function findValue(text: string, at: number, [key, ...rest]: readonly string[]): number {
  if (key === undefined) return at;
  let found = -1;
  for (let next = skipBlanks(text, at + 1); text[next] === '"'; ) {
    const end = skipText(text, next);
    const value = skipBlanks(text, skipBlanks(text, end) + 1); // behind the colon
    if (JSON.parse(text.slice(next, end)) === key) found = value;
    next = skipBlanks(text, skipValue(text, value));
    if (text[next] === ",") next = skipBlanks(text, next + 1);
  }
  if (found < 0) throw new RangeError("The JSON has no such key.");
  return findValue(text, found, rest);
}

/**
 * Takes the list at `place` (its keys) apart without reading its items, each of which keeps every byte.
 * @param text JSON that was parsed, and in which the list is there
 */
export function sliceItems(text: string, place: readonly string[]): Slice[] {
  const slices: Slice[] = [];
  let next = skipBlanks(text, findValue(text, skipBlanks(text, 0), place) + 1);
  while (next < text.length && text[next] !== "]") {
    const end = skipValue(text, next);
    slices.push({ start: next, end });
    next = skipBlanks(text, end);
    if (text[next] === ",") next = skipBlanks(text, next + 1);
  }
  return slices;
}
