import { spawn } from "node:child_process";

/** Programs that open an address in the person's browser: of macOS, of WSL, and of Linux. */
const OPENERS = process.platform === "darwin" ? ["open"] : ["wslview", "xdg-open"];

/** A program that finds no browser ends sooner than that. */
const PATIENCE_MS = 5_000;

/** Opens the address in a browser, where this machine has one. @returns whether it does, as far as its programs tell */
export async function openInBrowser(url: string): Promise<boolean> {
  for (const program of OPENERS) if (await tryToStart(program, url)) return true;
  return false;
}

function tryToStart(program: string, url: string): Promise<boolean> {
  const child = spawn(program, [url], { detached: true, stdio: "ignore" });
  return new Promise((resolve) => {
    const timer = setTimeout(end, PATIENCE_MS, true);
    child.once("error", () => end(false));
    child.once("exit", (code) => end(code === 0));
    function end(isOpened: boolean) {
      clearTimeout(timer);
      child.unref();
      resolve(isOpened);
    }
  });
}
