import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page, Request } from "@playwright/test";
import type axe from "axe-core";

/** Put into a page once and asked several times, which takes a third of the time of `@axe-core/playwright`. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTRAST = ["color-contrast"];
/** Theme and width in every combination; what does not depend on the theme is asked for once of each width. */
const LOOKS = [
  { colorScheme: "light", width: 1280, runOnly: ALL },
  { colorScheme: "dark", width: 1280, runOnly: CONTRAST },
  { colorScheme: "light", width: 390, runOnly: CONTRAST },
  { colorScheme: "dark", width: 390, runOnly: ALL },
] as const;

/** From the smallest phone to a large screen, with tablets that stand or lie between. */
const WIDTHS = [320, 390, 768, 1024, 1280, 2560];

/** What a page broke that no page may break, in words. */
export type Faults = string[];

/**
 * Looks at what is open in light and dark, wide and on a phone: accessibility (WCAG 2.2 AA), sideways scrolling, one
 * heading, its own title.
 */
export async function lookAt(page: Page, name: string): Promise<Faults> {
  const faults: Faults = [];
  const viewport = page.viewportSize();
  if ((await page.locator("h1").count()) !== 1) faults.push(`${name}: has not one h1`);
  await page.evaluate(AXE);
  for (const { colorScheme, width, runOnly } of LOOKS) {
    const look = `${name}, ${colorScheme}, ${width} wide`;
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const violations = await page.evaluate(async (runOnly) => {
      const { axe: tester } = window as unknown as { axe: typeof axe };
      const { violations } = await tester.run({ runOnly: [...runOnly], resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    }, runOnly);
    for (const violation of violations) faults.push(`${look}: ${violation}`);
  }
  faults.push(...(await findTooWide(page, name, WIDTHS)));
  if (viewport) await page.setViewportSize(viewport);
  return faults;
}

/** What makes the open page scroll sideways at these widths. */
export async function findTooWide(page: Page, name: string, widths: readonly number[]): Promise<Faults> {
  const faults: Faults = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    const widest = await page.evaluate(() => {
      if (document.documentElement.scrollWidth <= window.innerWidth) return null;
      const inside = [...document.querySelectorAll("body *")].filter((element) => !element.closest(".overflow-x-auto"));
      const end = (element: Element) => element.getBoundingClientRect().right;
      return inside.reduce((one, other) => (end(other) > end(one) ? other : one)).outerHTML.slice(0, 200);
    });
    if (widest !== null) faults.push(`${name}, ${width} wide: scrolls sideways because of ${widest}`);
  }
  return faults;
}

/** Notes, from now on, whatever a page writes to the console as an error, and what it wants from any other host. */
export function watch(page: Page, origin: string): Faults {
  const faults: Faults = [];
  page.on("console", (message) => {
    // The status of the page itself is an answer, not an error.
    const isStatus = message.text().startsWith("Failed to load resource") && message.location().url === page.url();
    if (message.type() === "error" && !isStatus) faults.push(`${page.url()}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !["data:", "blob:"].includes(url.protocol)) {
      faults.push(`${page.url()}: asks ${url.host} for ${url.pathname}`);
    }
  });
  return faults;
}

/**
 * Opens a page and waits until it has every script that it asks for, those too that others ask for; not until nothing
 * goes over the wire, which never comes where a page is live.
 * @returns the requests of the scripts
 */
export async function openWhole(page: Page, path: string): Promise<Request[]> {
  const scripts: Request[] = [];
  const waiting = new Set<Request>();
  const asked = (request: Request) => {
    if (!new URL(request.url()).pathname.endsWith(".js")) return;
    scripts.push(request);
    waiting.add(request);
  };
  const came = (request: Request) => waiting.delete(request);
  page.on("request", asked).on("requestfinished", came).on("requestfailed", came);
  await page.goto(path, { waitUntil: "load" });
  do await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  while (waiting.size > 0);
  page.off("request", asked).off("requestfinished", came).off("requestfailed", came);
  return scripts;
}

/** Opens a page as a browser does that was never here before. @returns the bytes of compressed JavaScript that it loads */
export async function openAnew(page: Page, path: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = await openWhole(page, path);
  await session.detach();
  const sizes = await Promise.all(scripts.map((script) => script.sizes()));
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
}
