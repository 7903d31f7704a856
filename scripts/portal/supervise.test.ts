import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

const folder = mkdtempSync(join(tmpdir(), "portal-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

// A part says that it runs, and in which order it is told to end; a guarded one knows nothing of its parent.
const part = join(folder, "part.mjs");
writeFileSync(
  part,
  `const name = process.argv[2];
   const end = () => { console.log(name + " ends"); process.exit(0); };
   for (const event of ["SIGTERM", "SIGINT", "disconnect"]) process.on(event, end);
   setInterval(() => {}, 1000);
   console.log(name + " runs as " + process.pid);`,
);
const program = `
  const { createSupervisor } = await import("#scripts/portal/supervise.ts");
  const { spawnGuarded, stopGuarded } = await import("#scripts/postgres/spawn-guarded.ts");
  const supervisor = createSupervisor();
  const part = ${JSON.stringify(part)};
  const guarded = spawnGuarded([process.execPath, part, "database"], { output: "inherit" });
  supervisor.add("database", guarded, () => stopGuarded(guarded));
  supervisor.run("worker", [part, "worker"]);
  supervisor.run("web", [part, "web"]);`;

type Run = { supervisor: ChildProcess; pids: Record<string, number>; lines: () => string[] };

async function startAll(): Promise<Run> {
  const supervisor = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [supervisor.stdout, supervisor.stderr]) stream.on("data", (text) => (output += text));
  const found = () => [...output.matchAll(/^(\w+) runs as (\d+)$/gm)];
  while (found().length < 3) await sleep(20);
  const pids = Object.fromEntries(found().map(([, name, pid]) => [name, Number(pid)]));
  return {
    supervisor,
    pids,
    lines: () => output.split("\n").filter((line) => line && !/ runs as |^Killed$/.test(line)),
  };
}

async function untilGone(pids: number[]): Promise<void> {
  while (pids.some((pid) => isAlive(pid))) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("told to stop, it stops the parts last to first, and ends well", async () => {
  const { supervisor, pids, lines } = await startAll();
  supervisor.kill("SIGTERM");
  supervisor.kill("SIGINT"); // npm and the terminal may both pass on a Ctrl-C
  assert.deepEqual(await once(supervisor, "close"), [0, null]);
  assert.deepEqual(lines(), ["Stopping …", "web ends", "worker ends", "database ends"]);
  await untilGone(Object.values(pids));
});

for (const name of ["web", "worker", "database"]) {
  test(`when the ${name} dies, it says so, stops the others and fails`, async () => {
    const { supervisor, pids, lines } = await startAll();
    process.kill(pids[name] ?? 0, "SIGKILL");
    assert.deepEqual(await once(supervisor, "close"), [1, null]);
    assert.match(lines()[0] ?? "", new RegExp(`^The ${name} ended unexpectedly .* stopping everything`));
    assert.equal(lines().length, 3);
    await untilGone(Object.values(pids));
  });
}

test("kill -9 of the supervisor leaves nothing running", async () => {
  const { supervisor, pids } = await startAll();
  supervisor.kill("SIGKILL");
  await untilGone(Object.values(pids));
});

test("a part that ended before it was looked after ends the others all the same", async () => {
  const early = `${program}
    const { spawnPart } = await import("#scripts/portal/supervise.ts");
    const { once } = await import("node:events");
    const dead = spawnPart(["--eval", "process.exit(3)"]);
    await once(dead, "exit");
    supervisor.adopt("early part", dead);`;
  const supervisor = spawn(process.execPath, ["--input-type=module", "-e", early], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  supervisor.stderr.on("data", (text) => (told += text));
  assert.deepEqual(await once(supervisor, "close"), [1, null]);
  assert.match(told, /The early part ended unexpectedly \(exit code 3\); stopping everything/);
});
