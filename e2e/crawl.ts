/** What somebody got at an address. */
export type Visit = { path: string; status: number; text: string };

/** Of pages that differ in their ids only, and of lists that differ in their filters only, so many. */
const MOST_ALIKE = 4;
const MOST_PAGES = 250;
/** Ends the session, or never ends. */
const NOT_FOLLOWED = /^\/(sign-out|build\/|admin\/super\/live)/;

/**
 * Walks the portal from `starts` along every link, with the walker's cookie, and hands on each page as HTML and as
 * the data that the page's own script would ask for.
 * @returns how many addresses were visited
 */
export async function crawl(
  origin: string,
  starts: readonly string[],
  cookie: string,
  look: (visit: Visit) => void,
): Promise<number> {
  const alike = new Map<string, number>();
  const waiting: string[] = [];
  const add = (path: string) => {
    const [pathname = "", search = ""] = path.split("?");
    const names = [...new URLSearchParams(search).keys()].sort().join();
    const shape = `${pathname.replace(/[0-9a-f-]{36}|[^/]*\d[^/]*/g, "{id}")}?${names}`;
    const seen = alike.get(shape) ?? 0;
    if (alike.has(path) || seen >= MOST_ALIKE || NOT_FOLLOWED.test(path)) return;
    alike.set(shape, seen + 1).set(path, 1);
    waiting.push(path);
  };
  const visit = async (path: string) => {
    const response = await fetch(origin + path, { headers: { cookie }, redirect: "manual" });
    const text = await response.text();
    look({ path, status: response.status, text });
    return text;
  };
  for (const path of starts) add(path);
  let visited = 0;
  for (let path = waiting.shift(); path !== undefined && visited < MOST_PAGES; path = waiting.shift(), visited++) {
    const html = await visit(path);
    await visit(path.replace(/(\?|$)/, ".data$1"));
    for (const [, href = ""] of html.matchAll(/(?:href|action)="(\/[^"#]*)/g)) add(href.replaceAll("&amp;", "&"));
  }
  return visited;
}
