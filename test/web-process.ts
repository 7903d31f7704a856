import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export type WebProcess = { child: ChildProcess; origin: string };

/** Starts `server.ts` of the project in `cwd` on a free port, and waits until it listens. It ends together with this process. */
export async function startWebProcess(settings: Record<string, string>, cwd = "."): Promise<WebProcess> {
  const env = { ...process.env, HOST: "127.0.0.1", PORT: "0", ...settings };
  const child = spawn(process.execPath, ["server.ts"], { cwd, env, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const [{ listening }] = (await once(child, "message")) as [{ listening: AddressInfo }];
  return { child, origin: `http://127.0.0.1:${listening.port}` };
}
