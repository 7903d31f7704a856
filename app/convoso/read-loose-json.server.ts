/** What {@link readLooseJson} found: the values, what was wrong with their notation, and the text around them. */
export type LooseJson = { values: unknown[]; faults: Set<string>; around: string };

/** The text ends inside a value: what stands there may be shorter than what was meant, so nothing of it is read. */
export class CutOff extends Error {
  override name = "CutOff";
}

const BLANK = /(?:[\s\p{Cc}\p{Cf}]+|\\[rnt]|(?:\/\/|#(?=\s))[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/uy;
const CLOSING: Record<string, string> = { '"': '"', "'": "'", "`": "`", "“": "”", "„": "“", "‘": "’", "«": "»" };
const ESCAPES: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS: Record<string, unknown> = { true: true, false: false, null: null, none: null, undefined: null, nil: null };
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A placeholder without quotes around it, which no program has filled. */
const PLACEHOLDER = /\{\{\{?[^{}]*\}\}\}?|[$#%]\{[^{}]*\}|\[\[[^[\]]*\]\]|<%.*?%>/y;
/** `ObjectId("…")` and the like, of databases. */
const WRAPPED = /[A-Za-z_$][\w$.]*\(\s*(?:(["'])(.*?)\1|(-?\d+))\s*\)/y;
const BARE_KEY = /[^\s:=,{}[\]"']+(?: [^\s:=,{}[\]"']+)*/y;
const BARE_VALUE = /(?:(?!\s\/\/|\/\*|;\s?[\w$-]{1,80}\s?[=:])[^,{}[\]"\r\n])+/y;
const HOLDS_KEY = /\s[A-Za-z_]\w{0,79}[:=](?!\/\/)[^\s:=]/;
const MAX_DEPTH = 200;
const MAX_VALUES = 10_000;

/** Blanks and comments, which are bounded so that a body full of quotes costs no more than its length. */
const GAP = String.raw`(?:[\s\p{Cf}]|(?://|#(?=\s))[^\n]{0,300}\n|/\*[^]{0,300}?\*/)*`;
const COMMA = `(?:,${GAP})?`;
/** Where a quote really ends a text that may contain quotes: before what must follow in an object or a list. */
const ENDS_KEY = new RegExp(`${GAP}(?::|=>)`, "uy");
const NEXT_KEY = String.raw`,${GAP}(?:["'“‘][^"'”’]{1,80}["'”’]|[\w$-]{1,80})\s*:`;
const ENDS_MEMBER = new RegExp(`${GAP}(?:${COMMA}\\}|${NEXT_KEY}|${COMMA}$)`, "uy");
const ENDS_TEXT = new RegExp(`${GAP}(?:,${GAP}"[^"\\\\]{1,80}"\\s*:|${COMMA}\\}\\s*$)`, "uy");
const ENDS_ITEM = new RegExp(`${GAP}[\\],]`, "uy");
/** Other members inside a text: its end was not found, and it is not what was meant. */
const SWALLOWED = /(?:["”'’]\s{0,20},\P{L}{0,40}|\{\s{0,20})["“'‘][\w .$-]{1,80}["”'’]\s*:/u;

const visible = (text: string) => text.replace(/\p{Cf}/gu, "").trim();

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Reads what is meant as JSON: with raw line breaks in its texts, comments, trailing or missing commas, single or
 * typographic quotes, bare keys and words, Python's and JavaScript's literals, quotes inside texts, blanks for values, one
 * value behind the other, text around it. A key that comes twice has a list of its values. Numbers that would be rounded
 * stay texts.
 * @throws {CutOff}, {SyntaxError} where it cannot be read without guessing, {RangeError} nested too deep
 */
export function readLooseJson(text: string): LooseJson {
  try {
    return new Reader(text, false).readAll();
  } catch (error) {
    // A quote inside a text ends it too early, and then nothing fits; a text that is cut off stays cut off.
    if (!(error instanceof SyntaxError || error instanceof CutOff)) throw error;
    try {
      return new Reader(text, true).readAll();
    } catch {
      throw error;
    }
  }
}

class Reader {
  readonly #text: string;
  readonly #hasQuotesInside: boolean;
  readonly #faults = new Set<string>();
  #at = 0;

  constructor(text: string, hasQuotesInside: boolean) {
    this.#text = text;
    this.#hasQuotesInside = hasQuotesInside;
    if (hasQuotesInside) this.#faults.add("quotes inside a text");
  }

  readAll(): LooseJson {
    const text = this.#text;
    const start = /\{|\[(?=\s*(?:[[{"'\]]|-?\d))/.exec(text)?.index ?? -1;
    if (start < 0) throw new SyntaxError("there is no object in it");
    const around = [text.slice(0, start)];
    const values: unknown[] = [];
    this.#at = start;
    for (;;) {
      this.#skip();
      while (this.#peek() === ",") this.#next();
      this.#skip();
      if (this.#peek() !== "{" && this.#peek() !== "[") break;
      values.push(this.#value(0, ENDS_MEMBER));
      if (values.length > MAX_VALUES) throw new SyntaxError(`there are more than ${MAX_VALUES} values in it`);
    }
    const rest = text.slice(this.#at);
    if (/[{[]/.test(rest)) throw new SyntaxError("there is more behind it");
    around.push(rest);
    return {
      values,
      faults: this.#faults,
      around: around
        .map(visible)
        .filter((part) => part !== "")
        .join(" … "),
    };
  }

  #peek(): string {
    return this.#text[this.#at] ?? "";
  }

  #next(): string {
    return this.#text[this.#at++] ?? "";
  }

  #skip(): void {
    const blank = matchAt(BLANK, this.#text, this.#at)?.[0] ?? "";
    if (/[/#]/.test(blank)) this.#faults.add("comments");
    if (/\p{Cf}/u.test(blank)) this.#faults.add("invisible marks");
    if (blank.includes("\\")) this.#faults.add("escaped line breaks");
    this.#at += blank.length;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    const match = matchAt(pattern, this.#text, this.#at);
    if (match) this.#at += match[0].length;
    return match;
  }

  #value(depth: number, end: RegExp): unknown {
    if (depth > MAX_DEPTH) throw new RangeError("nested too deep");
    const placeholder = this.#take(PLACEHOLDER)?.[0];
    if (placeholder !== undefined) {
      this.#faults.add("a text without quotes");
      return placeholder;
    }
    const character = this.#peek();
    if (character === "") throw new CutOff();
    if (character === "{") return this.#object(depth);
    if (character === "[") return this.#list(depth);
    if (character in CLOSING) return this.#string(end);
    if (character === "," || character === "}" || character === "]") {
      this.#faults.add("a missing value");
      return null;
    }
    return this.#bare();
  }

  #bare(): unknown {
    const wrapped = this.#take(WRAPPED);
    if (wrapped) {
      this.#faults.add("a function's name");
      return wrapped[2] ?? wrapped[3];
    }
    const word = this.#take(BARE_VALUE)?.[0].trim();
    if (!word) throw new SyntaxError(`“${this.#peek()}” cannot stand here`);
    if (this.#at >= this.#text.length) throw new CutOff();
    // Go's notation has only a blank before the next member.
    if (HOLDS_KEY.test(word)) throw new SyntaxError("a comma is missing");
    if (NUMBER.test(word)) {
      const number = Number(word);
      const isExact = Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number));
      return isExact ? number : word;
    }
    if (!["true", "false", "null"].includes(word)) this.#faults.add("a text without quotes");
    const known = word.toLowerCase();
    return Object.hasOwn(WORDS, known) ? WORDS[known] : word;
  }

  #object(depth: number): unknown {
    const members = new Map<string, unknown[]>();
    this.#next();
    for (let isFirst = true; ; isFirst = false) {
      if (this.#atEnd("}", isFirst)) break;
      const key = this.#key();
      this.#skip();
      const colon = this.#take(/:|=>?/y)?.[0];
      if (colon === undefined) throw this.#peek() === "" ? new CutOff() : new SyntaxError(`“${key}” has no value`);
      if (colon !== ":") this.#faults.add("a wrong colon");
      this.#skip();
      const value = this.#value(depth + 1, ENDS_MEMBER);
      const values = members.get(key);
      if (values) values.push(value);
      else members.set(key, [value]);
    }
    return Object.fromEntries([...members].map(([key, values]) => [key, this.#together(values)]));
  }

  #together(values: unknown[]): unknown {
    return values.length === 1 ? values[0] : values.flat();
  }

  #list(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#next();
    for (let isFirst = true; !this.#atEnd("]", isFirst); isFirst = false) {
      items.push(this.#value(depth + 1, ENDS_ITEM));
    }
    return items;
  }

  /** Goes to the next member or item. */
  #atEnd(closing: string, isFirst: boolean): boolean {
    this.#skip();
    let commas = 0;
    for (; this.#peek() === "," || (this.#peek() === ";" && closing === "}"); this.#skip()) {
      if (this.#next() === ";") this.#faults.add("a wrong comma");
      commas += 1;
    }
    if (this.#peek() === "") throw new CutOff();
    const isEnd = this.#peek() === closing;
    if (isEnd) this.#next();
    if (isEnd ? commas > 0 : commas > 1 || (isFirst && commas > 0)) this.#faults.add("a comma too many");
    if (!isEnd && !isFirst && commas === 0) {
      if (!(this.#peek() in CLOSING || this.#peek() === "{")) throw new SyntaxError("a comma is missing");
      this.#faults.add("a missing comma");
    }
    return isEnd;
  }

  #key(): string {
    if (this.#peek() in CLOSING) return this.#string(ENDS_KEY);
    this.#take(/:(?=\w)/y); // of Ruby
    const bare = this.#take(BARE_KEY)?.[0];
    if (bare === undefined) throw new SyntaxError(`“${this.#peek()}” cannot be a key`);
    this.#faults.add("a key without quotes");
    return bare;
  }

  #string(end: RegExp): string {
    const quote = this.#next();
    const closing = CLOSING[quote] as string;
    if (quote !== '"') this.#faults.add("other quotes");
    let text = "";
    for (;;) {
      const character = this.#next();
      if (character === "") throw new CutOff();
      if (character === closing && (!this.#hasQuotesInside || matchAt(end, this.#text, this.#at))) {
        if (this.#hasQuotesInside && SWALLOWED.test(text)) throw new SyntaxError("a text does not end");
        return text;
      }
      if (character === "\\" && this.#hidesEnd(closing)) return this.#unhideEnd(text, closing);
      if (character === "\\") text += this.#escape();
      else {
        if (character < " ") this.#faults.add("line breaks or other control characters in a text");
        text += character;
      }
    }
  }

  /** Whether a backslash stands before the quote that ends the text: a program has cut the end of an escape off. */
  #hidesEnd(closing: string): boolean {
    return this.#hasQuotesInside && this.#peek() === closing && matchAt(ENDS_TEXT, this.#text, this.#at + 1) !== null;
  }

  /** The character that was escaped: the quote that is missing to a pair, or the backslash itself. */
  #unhideEnd(text: string, closing: string): string {
    this.#next();
    this.#faults.add("half an escape");
    return text + (text.split(closing).length % 2 === 0 ? closing : "\\");
  }

  #escape(): string {
    const character = this.#next();
    if (character === "") throw new CutOff();
    const code =
      character === "u" ? this.#take(/[\da-fA-F]{4}/y) : character === "x" ? this.#take(/[\da-fA-F]{2}/y) : null;
    if (character === "x" && code) this.#faults.add("an unknown escape");
    if (code) return String.fromCharCode(Number.parseInt(code[0], 16));
    if (character in ESCAPES) return ESCAPES[character] as string;
    if ('"\\/'.includes(character)) return character;
    this.#faults.add("an unknown escape");
    if (character === "\n") return "";
    return "'`“”‘’".includes(character) ? character : `\\${character}`;
  }
}
