/** What PHP prints of an array or object: `print_r`, `var_dump`, `var_export`, its own source, `serialize`. */
type Dumped = string | number | boolean | null | Dumped[] | { [key: string]: Dumped };

const BEGINS =
  /^(?:<\?php\s+)?(?:\$\w+\s*=\s*|return\s+)?(?=array\s?\(|object\(|[\w\\]+ Object\s*\(|\(object\)|\[\s*(?:'|"[^"]*"\s*=>|\d+\s*=>)|[aO]:\d+:)/i;
const MAX_DEPTH = 32;

class NoDump extends Error {}

const withoutEnd = (text: string, ends: string[]) =>
  ends.reduce((left, end) => (left.endsWith(end) ? left.slice(0, -end.length).trimEnd() : left), text.trimEnd());

/**
 * Reads such a text. Nothing of one that is cut off is read.
 * @returns null where it is something else
 */
export function readPhp(text: string): Dumped | null {
  const begin = BEGINS.exec(text);
  if (!begin) return null;
  const sent = withoutEnd(text.slice(begin[0].length), ["?>", ";"]);
  try {
    return /^(?:Array|[\w\\]+ Object)\s*\(\s*(?:\[|\))/.test(sent) ? readPrinted(sent) : new Scanner(sent).readAll();
  } catch (error) {
    if (error instanceof NoDump) return null;
    throw error;
  }
}

const KEY = /^\[([^\]]+)\] => ?(.*)$/;
/** `[name:protected]` is `name`. */
const nameOf = (key: string) => key.replace(/:(?:protected|private|.*:private)$/, "");

/** `print_r`, whose lines say by their indentation where they belong; others continue the value before. */
function readPrinted(text: string): Dumped {
  const lines = text.split(/\r?\n/);
  if (lines.length === 1) return readPrintedLine(text);
  let at = 1;
  const block = (indent: number): Dumped => {
    const pad = " ".repeat(indent);
    if (lines[at++] !== `${pad}(` || indent > 8 * MAX_DEPTH) throw new NoDump();
    const members: [string, Dumped][] = [];
    for (; at < lines.length; at++) {
      const line = lines[at] as string;
      if (line === `${pad})`) return asObject(members);
      const [, key = "", value = ""] = (line.startsWith(`${pad}    `) && KEY.exec(line.slice(indent + 4))) || [];
      const last = members.at(-1);
      if (key === "") {
        if (last && typeof last[1] === "string") last[1] = `${last[1]}\n${line}`;
        else if (line.trim() !== "") throw new NoDump();
      } else if (/^(?:Array|\S+ Object)$/.test(value) && lines[at + 1] === `${pad}        (`) {
        at += 1;
        members.push([nameOf(key), block(indent + 8)]);
      } else members.push([nameOf(key), value]);
    }
    throw new NoDump();
  };
  return block(0);
}

/** The same, where a browser or a log has put it into one line. */
function readPrintedLine(text: string): Dumped {
  const inside = text.endsWith(")") ? text.slice(text.indexOf("(") + 1, -1) : "";
  const parts = inside.split(/\s(?=\[[\w:. -]{1,100}\] =>)/).map((part) => part.trim());
  const members = parts.filter((part) => part !== "").map((part) => KEY.exec(part));
  if (members.length === 0 || members.some((member) => !member || /^(?:Array|\S+ Object)\b\s*\(/.test(member[2] ?? "")))
    throw new NoDump();
  return asObject(members.map((member) => [nameOf(member?.[1] ?? ""), member?.[2]?.trim() ?? ""]));
}

/** Keys that count up from 0 are a list's. */
function asObject(members: [string, Dumped][]): Dumped {
  const isList = members.length > 0 && members.every(([key], index) => key === String(index));
  return isList ? members.map(([, value]) => value) : Object.fromEntries(members);
}

/** Everything else. PHP counts the bytes of a text, so each character here is a byte. */
class Scanner {
  readonly #bytes: string;
  #at = 0;

  constructor(text: string) {
    this.#bytes = Buffer.from(text).toString("latin1");
  }

  readAll(): Dumped {
    const value = this.#value(0);
    this.#take(/\s*/y);
    if (this.#at < this.#bytes.length) throw new NoDump();
    return value;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#bytes);
    if (match) this.#at += match[0].length;
    return match;
  }

  #counted(length: string | undefined, end: string): string {
    const text = this.#bytes.slice(this.#at, this.#at + Number(length));
    this.#at += Number(length);
    if (!this.#bytes.startsWith(end, this.#at)) throw new NoDump();
    this.#at += end.length;
    return Buffer.from(text, "latin1").toString();
  }

  #value(depth: number): Dumped {
    if (depth > MAX_DEPTH) throw new NoDump();
    this.#take(/\s*/y);
    const opened = this.#take(
      /(?:a|O:\d+:"[^"]*"):\d+:\{|(?:array|object)\([^)\s]*\)(?:#\d+ \(\d+\))? \{|(?:\(object\)\s*)?array\s*\(|\[/iy,
    );
    if (opened) return this.#members(opened[0].at(-1) as string, depth);
    const counted = this.#take(/string\((\d+)\) "|s:(\d+):"/y);
    if (counted) return this.#counted(counted[1] ?? counted[2], counted[1] === undefined ? '";' : '"');
    const quoted = this.#take(/'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y);
    if (quoted) return Buffer.from((quoted[1] ?? quoted[2] ?? "").replace(/\\(['"\\])/g, "$1"), "latin1").toString();
    if (this.#take(/N;|NULL\b/iy)) return null;
    const truth = this.#take(/b:([01]);|(?:bool\()?(true|false)\b\)?/iy);
    if (truth) return (truth[1] ?? truth[2]) === "1" || truth[2]?.toLowerCase() === "true";
    // As a text: a long number would be rounded.
    const number = this.#take(/(?:[id]:|(?:int|float|double)\()?([+-]?\d[\d.]*(?:e[+-]?\d+)?)[;)]?/iy);
    if (!number) throw new NoDump();
    return number[1] as string;
  }

  #atEnd(end: RegExp): boolean {
    this.#take(/\s*/y);
    if (this.#take(/,/y)) this.#take(/\s*/y);
    return this.#take(end) !== null;
  }

  #members(opening: string, depth: number): Dumped {
    const members: [string, Dumped][] = [];
    const end = opening === "{" ? /\}/y : opening === "(" ? /\)/y : /\]/y;
    for (let index = 0; !this.#atEnd(end); index++) {
      const dumped = this.#take(/\[(?:"([^"]*)"|(\d+))(?::[^\]]*)?\]=>/y);
      if (dumped) {
        members.push([dumped[1] ?? (dumped[2] as string), this.#value(depth + 1)]);
        continue;
      }
      const first = this.#value(depth + 1);
      const isKeyed = opening === "{" || this.#take(/\s*=>/y) !== null;
      if (isKeyed && typeof first === "object") throw new NoDump();
      members.push(isKeyed ? [nameOf(String(first)), this.#value(depth + 1)] : [String(index), first]);
    }
    return asObject(members);
  }
}
