import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

// Runs a command, and interrupts it as soon as our end of the pipe on stdin closes: also after `kill -9` of this process.
const GUARD = `exec 3<&0
"$@" </dev/null 3<&- & child=$!
(read -r _ <&3; kill -INT $child) 2>/dev/null & watch=$!
wait $child; code=$?
kill $watch 2>/dev/null
exit $code`;

/** Starts a program that was not written to end with its parent, so that it does. {@link stopGuarded} ends it. */
export function spawnGuarded(command: string[], options: SpawnOptions & { output: "inherit" | number }): ChildProcess {
  const { output, ...rest } = options;
  // Detached: Ctrl-C reaches us alone, and we stop it in its turn.
  return spawn("sh", ["-c", GUARD, "sh", ...command], { ...rest, detached: true, stdio: ["pipe", output, output] });
}

/** Interrupts the program and waits until it is gone. */
export async function stopGuarded(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.stdin?.end();
  await gone;
}
