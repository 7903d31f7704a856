type Yaml = string | boolean | null | Yaml[] | { [key: string]: Yaml };
type Line = { indent: number; text: string };

const MAX_DEPTH = 32;
const MEMBER =
  /^(?:"([^"\\]{1,100})"|'([^']{1,100})'|([^\s"'[\]{}&*!|>%@`#,:-][^:#]{0,100}?|-?\w[^:#]{0,100}?))\s{0,9}:(?:\s+(.*))?$/;
/** Anchors, tags, other notations of a value: seldom sent, so not read. */
const UNUSUAL = /^[&*!?%@`[{]/;

class NoYaml extends Error {}

/** Without a comment, which begins with a blank and "#". */
const withoutComment = (text: string) =>
  /^["']/.test(text) ? text.replace(/^("[^"\\]*"|'[^']*')\s+#.*$/, "$1") : text.replace(/(?:^|\s)#.*$/, "");

/**
 * Reads what programs write as YAML: mappings, lists, quoted texts and texts of several lines, nested by indentation. Numbers
 * and dates stay texts.
 * @returns the documents; null where it is something else, or uses what such programs do not
 */
export function readYaml(text: string): Yaml[] | null {
  if (!text.includes("\n") || text.includes("\t")) return null;
  try {
    const documents = text.split(/^(?:---|\.\.\.)(?:[ \t].*)?$/m).filter((document) => document.trim() !== "");
    return documents.map((document) => new Reader(document).readAll());
  } catch (error) {
    if (error instanceof NoYaml) return null;
    throw error;
  }
}

class Reader {
  readonly #lines: Line[];
  #at = 0;

  constructor(document: string) {
    this.#lines = document
      .split(/\r?\n/)
      .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim() }))
      .filter(({ text }) => text !== "" && !text.startsWith("#"));
  }

  readAll(): Yaml {
    const value = this.#block(this.#peek()?.indent ?? 0, 0);
    if (this.#peek()) throw new NoYaml();
    return value;
  }

  #peek(): Line | undefined {
    return this.#lines[this.#at];
  }

  #block(indent: number, depth: number): Yaml {
    if (depth > MAX_DEPTH) throw new NoYaml();
    const isList = /^-(?:\s|$)/.test(this.#peek()?.text ?? "");
    return isList ? this.#list(indent, depth) : this.#mapping(indent, depth);
  }

  #list(indent: number, depth: number): Yaml[] {
    const items: Yaml[] = [];
    for (let line = this.#peek(); line?.indent === indent && /^-(?:\s|$)/.test(line.text); line = this.#peek()) {
      const inside = line.text.slice(1).trimStart();
      const column = indent + line.text.length - inside.length;
      if (inside !== "" && !MEMBER.test(inside)) {
        this.#at += 1;
        items.push(this.#scalar(inside));
      } else if (inside === "") {
        this.#at += 1;
        items.push(this.#inside(indent, depth));
      } else {
        // What stands behind the hyphen is the first line of the item.
        this.#lines[this.#at] = { indent: column, text: inside };
        items.push(this.#block(column, depth + 1));
      }
    }
    return items;
  }

  #mapping(indent: number, depth: number): Yaml {
    const members: [string, Yaml][] = [];
    for (let line = this.#peek(); line?.indent === indent; line = this.#peek()) {
      const [matched, double, single, bare, value] = MEMBER.exec(line.text) ?? [];
      if (matched === undefined) throw new NoYaml();
      this.#at += 1;
      const said = withoutComment(value ?? "").trim();
      members.push([
        double ?? single ?? (bare as string),
        said === "" ? this.#inside(indent, depth) : this.#value(said, indent),
      ]);
    }
    if (members.length === 0 || new Set(members.map(([key]) => key)).size < members.length) throw new NoYaml();
    return Object.fromEntries(members);
  }

  /** What stands below a key or a hyphen; a list may begin below its key. */
  #inside(indent: number, depth: number): Yaml {
    const next = this.#peek();
    const isInside = next && (next.indent > indent || (next.indent === indent && /^-\s/.test(next.text)));
    return isInside ? this.#block(next.indent, depth + 1) : null;
  }

  /** A value, and the lines below that continue it. */
  #value(text: string, indent: number): Yaml {
    const below: string[] = [];
    for (let line = this.#peek(); line && line.indent > indent; line = this.#peek()) {
      below.push(line.text);
      this.#at += 1;
    }
    if (/^[|>][+-]?$/.test(text)) return below.join(text.startsWith("|") ? "\n" : " ");
    return this.#scalar([text, ...below].join(" "));
  }

  #scalar(text: string): Yaml {
    if (/^"(?:[^"\\]|\\["\\/nrtbf]|\\u[\da-f]{4})*"$/i.test(text)) return JSON.parse(text);
    if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
    if (/^["']/.test(text) || UNUSUAL.test(text) || /^[|>]/.test(text)) throw new NoYaml();
    if (/^(?:~|null)$/i.test(text)) return null;
    return /^(?:true|false)$/.test(text) ? text === "true" : text;
  }
}
