import { spawn } from "node:child_process";

/** Programs that open an address in the person's browser: of macOS, of WSL, and of Linux. */
const OPENERS = process.platform === "darwin" ? ["open"] : ["wslview", "xdg-open"];

/** Opens the address in a browser, where this machine has one. @returns whether it could be asked to */
export async function openInBrowser(url: string): Promise<boolean> {
  for (const program of OPENERS) if (await tryToStart(program, url)) return true;
  return false;
}

function tryToStart(program: string, url: string): Promise<boolean> {
  const child = spawn(program, [url], { detached: true, stdio: "ignore" });
  child.unref();
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("spawn", () => resolve(true));
  });
}
