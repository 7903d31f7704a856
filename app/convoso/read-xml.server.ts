import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Json, JsonObject } from "#app/convoso/clean-json.server.ts";

type Members = Map<string, Json[]>;
type Element = { name: string; members: Members; text: string };

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

/** Deeper than anybody nests. */
const MAX_DEPTH = 64;

function add(members: Members, name: string, value: Json): void {
  const values = members.get(name);
  if (values) values.push(value);
  else members.set(name, [value]);
}

function toObject(members: Members): JsonObject {
  return Object.fromEntries(
    [...members].map(([name, values]) => [name, values.length === 1 ? (values[0] as Json) : values]),
  );
}

/**
 * Reads XML as an object: elements and attributes are its keys, without their namespaces; elements that come several times
 * are a list. It expands no entities but those that XML itself names.
 * @returns null where it is no XML, or not well-formed
 */
export function readXml(text: string): JsonObject | null {
  if (!/^\s*<[?\w!]/.test(text)) return null;
  const parser = new SaxesParser();
  const open: Element[] = [{ name: "", members: new Map(), text: "" }];
  let isBroken = false;
  parser.on("error", () => {
    isBroken = true;
  });
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) => {
    const members: Members = new Map();
    for (const [key, value] of Object.entries(attributes)) if (!/^xmlns|:/.test(key)) add(members, key, value);
    if (open.length > MAX_DEPTH) throw new RangeError("nested too deep");
    open.push({ name: localName(name), members, text: "" });
  });
  const addText = (more: string) => {
    const element = open.at(-1);
    if (element) element.text += more;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    const parent = open.at(-1);
    if (!element || !parent) return;
    const content = element.text.trim();
    const isPlain = element.members.size === 0;
    if (!isPlain && content !== "") add(element.members, "value", content);
    add(parent.members, element.name, isPlain ? content : toObject(element.members));
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return isBroken || !open[0] ? null : toObject(open[0].members);
}
