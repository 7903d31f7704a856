import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Looks at the lock that a running server keeps in its data folder, and waits for a server that is just stopping.
 * PostgreSQL itself forgives a lock whose process is gone, but not one whose number another program got meanwhile.
 * @throws when a server is running there and stays
 */
export async function leaveStaleLockBehind(data: string, answers: (port: number) => Promise<boolean>): Promise<void> {
  const lock = join(data, "postmaster.pid");
  const patienceEnds = Date.now() + 30_000;
  let answered = 0;
  while (existsSync(lock)) {
    const [pid, , , port] = readFileSync(lock, "utf8").split("\n");
    if (!isPostgres(Number(pid))) return rmSync(lock, { force: true });
    answered = (await answers(Number(port))) ? answered + 1 : 0;
    // A server that has just lost its master continues answering for a moment, hence more than once.
    if (answered === 5 || Date.now() > patienceEnds) {
      throw new Error(`The database in ${data} is already in use: is the portal running in another terminal?
  Stop it there (Ctrl-C) first. The database is process ${pid}.`);
    }
    await sleep(200);
  }
}

function isPostgres(pid: number): boolean {
  try {
    const name = existsSync("/proc/self/comm")
      ? readFileSync(`/proc/${pid}/comm`, "utf8")
      : execFileSync("ps", ["-p", String(pid), "-o", "comm="], { encoding: "utf8" });
    return name.includes("postgres");
  } catch {
    return false; // no such process
  }
}
