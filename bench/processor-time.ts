import { readFileSync } from "node:fs";

const MICROS_A_TICK = 10_000; // of /proc, whatever the kernel's own are

/**
 * Microseconds of processor time that a process and those below it have taken so far, in Linux. Unlike deliveries a second
 * it hardly changes with what else the machine does.
 */
export function processorMicros(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  const below = children === "" ? [] : children.split(" ").map(Number);
  return below.reduce((sum, child) => sum + orZero(() => processorMicros(child)), ownMicros(pid));
}

/** Its own, and that of its children that have ended: fields 14 to 17 of `man proc_pid_stat`. */
function ownMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * MICROS_A_TICK;
}

/** A child may end while we look. */
function orZero(read: () => number): number {
  try {
    return read();
  } catch {
    return 0;
  }
}
