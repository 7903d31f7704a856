import { fork } from "node:child_process";
import { once } from "node:events";

/** Starts a worker process, and waits until it says that it runs. @returns what ends it */
export async function startWorker(program: string, settings: Record<string, string>): Promise<() => Promise<void>> {
  const child = fork(program, [], {
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", ...settings },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => {
      throw new Error(`${program} ended before it ran.`);
    }),
  ]);
  return async () => {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
}
