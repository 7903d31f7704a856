import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Starts `tasks/worker.ts` of the project in `cwd`, and waits until it works. It ends together with this process. */
export async function startWorkerProcess(settings: Record<string, string>, cwd = "."): Promise<ChildProcess> {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, ["tasks/worker.ts"], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await once(child, "message");
  return child;
}

/** Asks a process to stop, and waits until it did. @returns its exit code */
export async function stopProcess(child: ChildProcess): Promise<number | null> {
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  return (await gone)[0];
}
