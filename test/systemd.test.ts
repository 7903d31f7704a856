import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";

const UNITS = globSync("deploy/systemd/*.service").sort();
const HOME = "/opt/convoso-portal";

test("the units start programs that are there", () => {
  assert.equal(UNITS.length, 2);
  for (const unit of UNITS) {
    const [, node = "", program = ""] = /^ExecStart=(\S+) (\S+)$/m.exec(readFileSync(unit, "utf8")) ?? [];
    assert.ok(existsSync(node.replace(`${HOME}/`, "")), `${unit} starts ${node}`);
    assert.ok(existsSync(program), `${unit} starts ${program}`);
  }
});

const isThere = spawnSync("systemd-analyze", ["--version"]).status === 0;

test("systemd understands the units", { skip: isThere ? false : "systemd is not installed" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "portal-units-"));
  const copies = UNITS.map((unit) => {
    const copy = join(folder, basename(unit));
    const text = readFileSync(unit, "utf8")
      .replaceAll(HOME, process.cwd())
      .replace(/^User=.*$/m, "User=root");
    writeFileSync(copy, text);
    return copy;
  });
  const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...copies], { encoding: "utf8" });
  rmSync(folder, { recursive: true, force: true });
  assert.deepEqual(
    stderr.split("\n").filter((line) => line.includes("convoso-portal-")),
    [],
  );
});
