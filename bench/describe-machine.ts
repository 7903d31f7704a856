import { cpus, loadavg, platform, release, totalmem } from "node:os";

/** What else the machine was doing: the load average of the minute before the run. */
const LOAD_BEFORE = loadavg()[0]?.toFixed(1);

/** The machine in one line. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model ?? "unknown"}, ${memory} GB, ${platform()} ${release()}, Node ${process.version}; load average before the run ${LOAD_BEFORE}`;
}
