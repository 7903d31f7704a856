// npm run screenshots: starts the portal on a throw-away database, lets the played Convoso send it a month of calls,
// and takes the pictures that README shows, light and dark, into docs/images/.
import { mkdirSync, writeFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "#e2e/find-browser.ts";
import { buildIfNeeded } from "#scripts/build.ts";
import { playMonth } from "#test/convoso-simulator/play-month.ts";
import { type Stack, startStack } from "./stack.ts";

const FOLDER = "docs/images";
const VIEWPORT = { width: 1280, height: 860 };
/** Of WebP: letters stay crisp, and a picture stays below a tenth of a megabyte. */
const QUALITY = 82;
const CALLS = 400;

type Picture = { name: string; open: (page: Page) => Promise<unknown> };

const firstRow = (list: string) => async (page: Page) => {
  await page.goto(list);
  await page.locator("tbody").getByRole("link").first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
};

const pictures: Picture[] = [
  { name: "overview", open: (page) => page.goto("/admin/super") },
  { name: "webhook-logs", open: (page) => page.goto("/admin/super/webhook-logs") },
  { name: "delivery", open: firstRow("/admin/super/webhook-logs?search=disposition:SALE") },
  { name: "lead", open: firstRow("/admin/super/leads?conversion=converted") },
  { name: "calls", open: (page) => page.goto("/admin/super/calls") },
];

/** Some of everything that can go wrong, beside what the played Convoso sends. */
async function sendTroubles(portalUrl: string): Promise<void> {
  const bodies = ['{"call_id": "98', "Hello?", JSON.stringify({ note: "neither a lead nor a call" })];
  for (const body of bodies) await fetch(`${portalUrl}/api/webhooks/convoso`, { method: "POST", body });
}

async function takePictures(browser: Browser, stack: Stack, theme: "light" | "dark"): Promise<number> {
  const context = await browser.newContext({
    baseURL: stack.portalUrl,
    colorScheme: theme,
    viewport: VIEWPORT,
    deviceScaleFactor: 1.5,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(await stack.signInLink());
  await page.getByRole("button", { name: "Sign in with this link" }).click();
  await page.waitForURL("**/admin/super");
  let bytes = 0;
  for (const { name, open } of pictures) {
    await open(page);
    await page.waitForTimeout(1_000); // live pages have said by then that they are
    const session = await context.newCDPSession(page); // only the protocol itself knows WebP
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
    const picture = Buffer.from(data, "base64");
    writeFileSync(`${FOLDER}/${name}-${theme}.webp`, picture);
    bytes += picture.length;
    console.log(`  ${FOLDER}/${name}-${theme}.webp ${Math.round(picture.length / 1000)} kB`);
  }
  await context.close();
  return bytes;
}

process.on("disconnect", () => process.exit(1));
await buildIfNeeded();
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({ executablePath: await findBrowser(), args: BROWSER_ARGS });
const stack = await startStack(0);
try {
  await playMonth(stack.simulator, stack.databaseUrl, CALLS);
  await sendTroubles(stack.portalUrl);
  const bytes = (await takePictures(browser, stack, "light")) + (await takePictures(browser, stack, "dark"));
  console.log(`${pictures.length * 2} pictures, ${Math.round(bytes / 1000)} kB.`);
} finally {
  await browser.close();
  await stack.stop();
}
process.exit(0);
