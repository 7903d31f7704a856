/** Filters whose values may stand in the name of a file: they are of the business, and not about a person. */
const NAMED = ["campaign", "disposition", "stage", "agent", "direction", "recording", "conversion", "type", "outcome", "problem", "list", "state", "kind", "without", "range", "from", "to"]; // biome-ignore format: a list

/** A preset wins over them. */
const EDGES = ["from", "to"];

const LONGEST_VALUE = 30;
const LONGEST = 120;

/**
 * What an export is called: its list, what it is narrowed to, and the day, such as
 * "calls-campaign-solar-disposition-sale-this-week-2026-11-29.csv".
 */
export function exportName(request: Request, list: string, format: string, timeZone: string): string {
  const query = new URL(request.url).searchParams;
  const isPreset = !["", "custom"].includes(query.get("range") ?? "");
  const parts = NAMED.filter((name) => !(isPreset && EDGES.includes(name))).flatMap((name) => {
    const values = query.getAll(name).map(slug).filter(Boolean);
    if (values.length === 0 || values[0] === "custom") return [];
    const isNot = query.get(`${name}_is`) === "not" ? ["not"] : [];
    return [...(name === "range" ? [] : [name]), ...isNot, ...values];
  });
  const narrowed = [list, ...parts].join("-").slice(0, LONGEST).replace(/-$/, "");
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format();
  return `${narrowed}-${today}.${format}`;
}

/** The letters and digits of a value, as any file system takes them. A moment is its day. */
function slug(value: string): string {
  return value
    .replace(/^(\d{4}-\d\d-\d\d)T.*$/, "$1")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, LONGEST_VALUE);
}
