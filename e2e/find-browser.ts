import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** No sandbox as root, where Chromium refuses one; and no calls to Google, which a closed network answers slowly. */
export const BROWSER_ARGS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * A browser that was started once to see that it works: Playwright's own, else an installed one, else one that this
 * installs (Playwright's, or as root on Debian the package). @returns the path of its program
 */
export async function findBrowser(): Promise<string> {
  const installed = (process.env.PATH ?? "").split(":").flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = await firstThatWorks([chromium.executablePath(), ...installed, MAC]);
  if (found) return found;

  console.log("No browser was found: installing one.");
  execute("npx", "playwright", "install", "chromium");
  if (await works(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    execute("apt-get", "update", "-qq");
    execute("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium");
    if (await works("/usr/bin/chromium")) return "/usr/bin/chromium";
  }
  throw new Error(
    "No browser could be installed. Install Chromium or Chrome, or run: npx playwright install --with-deps",
  );
}

async function firstThatWorks(paths: string[]): Promise<string | undefined> {
  for (const path of paths) if (await works(path)) return path;
  return undefined;
}

async function works(executablePath: string): Promise<boolean> {
  if (!existsSync(executablePath)) return false;
  try {
    const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
    await browser.close();
    return true;
  } catch (error) {
    console.log(`${executablePath} does not work: ${String(error).split("\n")[0]}`);
    return false;
  }
}

function execute(...[command = "", ...args]: string[]): void {
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}
