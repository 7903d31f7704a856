import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

type Part = { name: string; child: ChildProcess; stop: () => Promise<void> };

/** Keeps the parts of the portal together: when one ends, or we are told to, all of them end. */
export type Supervisor = {
  /** Watches a part that runs already. Parts are stopped in the reverse order of being added. */
  add: (name: string, child: ChildProcess, stop: () => Promise<void>) => void;
  /** Starts one of our own programs. */
  run: (name: string, args: string[], extraEnv?: Record<string, string>) => void;
  /** Watches a program of {@link spawnPart}. */
  adopt: (name: string, child: ChildProcess) => void;
  /** Stops every part and then this process. */
  end: (code: number) => Promise<never>;
  /** Stops one part and forgets it. */
  stop: (name: string) => Promise<void>;
};

const PATIENCE_MS = 15_000;

export function createSupervisor(): Supervisor {
  const parts: Part[] = [];
  let ending: Promise<never> | undefined;

  async function endAll(code: number): Promise<never> {
    while (parts.length) await parts.pop()?.stop();
    process.exit(code);
  }

  const supervisor: Supervisor = {
    add(name, child, stop) {
      const part = { name, child, stop };
      parts.push(part);
      child.once("error", (error) => console.error(`\nThe ${name} could not be started: ${error.message}`));
      const ended = (code: number | null, signal: string | null) => {
        if (ending || !parts.includes(part)) return;
        parts.splice(parts.indexOf(part), 1);
        console.error(`\nThe ${name} ended unexpectedly (${signal ?? `exit code ${code}`}); stopping everything.`);
        void supervisor.end(1);
      };
      if (isGone(child)) ended(child.exitCode, child.signalCode);
      else child.once("exit", ended);
    },
    run(name, args, extraEnv) {
      supervisor.adopt(name, spawnPart(args, extraEnv));
    },
    adopt(name, child) {
      supervisor.add(name, child, () => terminate(child));
    },
    end(code) {
      ending ??= endAll(code);
      return ending;
    },
    async stop(name) {
      const [part] = parts.splice(
        parts.findIndex((each) => each.name === name),
        1,
      );
      await part?.stop();
    },
  };

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!ending) console.log("\nStopping …");
      void supervisor.end(0);
    });
  }
  process.on("disconnect", () => void supervisor.end(0)); // the process that started us is gone
  return supervisor;
}

/** Starts one of our own programs, which ends when this process is gone (the IPC channel closes). */
export function spawnPart(args: string[], extraEnv?: Record<string, string>): ChildProcess {
  // Detached: Ctrl-C reaches us alone, and we stop the parts in order.
  return spawn(process.execPath, args, {
    detached: true,
    env: { ...process.env, ...extraEnv },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function terminate(child: ChildProcess): Promise<void> {
  if (isGone(child)) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await gone;
  clearTimeout(timer);
}
