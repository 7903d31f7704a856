import { ENDPOINTS, type Endpoint } from "#app/lib/endpoints.ts";

/** What people call each endpoint, written without marks. */
const NAMES: Record<Endpoint, string[]> = {
  call: ["convoso", "convosocalls", "calls", "webhooks"],
  lead: ["convosoleads", "leads", "contacts"],
  echo: ["echo", "test", "ping"],
};

/** Pages of the portal, whose addresses may be near those of webhooks. */
const PAGES = /^\/(admin|sign-in|sign-out|invitation|build)(\/|$)/;
/** How many letters may differ from a name where nothing else says that a webhook is meant. */
const SLIPS = 1;

/** A path without what senders get wrong and nobody else means: letter case, double and closing slashes, dots, blanks, escapes. */
export function plainPath(path: string): string {
  const text = decode(path)
    .toLowerCase()
    .replace(/[/\\]+/g, "/")
    .replace(/\/(?:\.(?=\/|$)|[^/]+\/\.\.(?=\/|$))/g, "")
    .trim();
  return text.replace(/[/\s]+$/, "") || "/";
}

/** The endpoint that an address is most like. */
export function nearestEndpoint(path: string): Endpoint {
  return measure(path).endpoint;
}

/** Whether something posted there was meant for a webhook: below /api, at the root, or where the address nearly says so. */
export function isMeantForWebhooks(path: string): boolean {
  const plain = plainPath(path);
  if (PAGES.test(plain)) return false;
  return plain === "/" || /^\/api(\/|$)|hook|convos/.test(plain) || measure(path).slips <= SLIPS;
}

function measure(path: string): { endpoint: Endpoint; slips: number } {
  const last = plainPath(path).split("/").at(-1) ?? "";
  const name = last.replace(/\.\w{2,4}$/, "").replace(/[^a-z0-9]/g, "");
  const all = ENDPOINTS.map((endpoint) => {
    return { endpoint, slips: Math.min(...NAMES[endpoint].map((known) => countSlips(name, known))) };
  });
  // Where the name is like none of them, as in "/", calls are most often meant.
  const call = all.find(({ endpoint }) => endpoint === "call") as (typeof all)[number];
  return all.filter(({ slips }) => slips <= name.length / 3).reduce((a, b) => (b.slips < a.slips ? b : a), call);
}

/** Levenshtein's distance: how many letters are missing, too many or wrong. */
function countSlips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...a.slice(0, 100)].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= b.length; at++) {
      const replaced = (row[at - 1] ?? 0) + (letter === b[at - 1] ? 0 : 1);
      next.push(Math.min((row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
