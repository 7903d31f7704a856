/** What any list may have in its address besides its filters: its span, its place, how it is shown, and what asks for it. */
const OF_ANY_LIST =
  "range from from_time to to_time zone before after live sort columns view index all back call event thorough export _routes";
const KNOWN = new Set(OF_ANY_LIST.split(" "));

/** The names in an address that mean nothing to a list, and those given twice that can only be given once. */
export function unknownNames(request: Request, { once, often }: { once: string[]; often: string[] }): string[] {
  const given = [...new URL(request.url).searchParams].filter(([, value]) => value !== "").map(([name]) => name);
  const isKnown = (name: string) => {
    return KNOWN.has(name) || once.includes(name) || often.includes(name.replace(/_is$/, ""));
  };
  const isRepeated = (name: string) => once.includes(name) && given.filter((other) => other === name).length > 1;
  return [...new Set(given)].filter((name) => !isKnown(name) || isRepeated(name));
}
