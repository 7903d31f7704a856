// node scripts/bootstrap.mjs <file> [arguments]: runs a TypeScript file of ours. This is the one file that an older Node reads,
// before anything is installed: it installs what package-lock.json names, Node 24 included, and hands over to that. No "?." and
// no "??": with these, Node 12 and 13 do not get as far as saying that they are too old.
import { spawn, spawnSync } from "node:child_process";
import fs, { existsSync, readFileSync } from "node:fs"; // an old Node has no statfsSync to import
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...rest] = process.argv.slice(2);
/** node_modules, and what the build and the database add to it at first. */
const NEEDED_BYTES = 1e9;
const major = (version) => Number(version.replace("v", "").split(".")[0]);

if (major(process.version) < 20) {
  fail(`Node ${process.version} is too old: install Node 20 or newer from https://nodejs.org, then try again.`);
}
if (process.platform === "win32") {
  fail(
    "The portal runs on Linux, macOS and WSL. On Windows, open a WSL terminal (https://aka.ms/wsl) and try again there.",
  );
}
if (!file || !existsSync(join(root, file)))
  fail("Usage: node scripts/bootstrap.mjs <file>, for example scripts/start.ts");
process.chdir(root);
try {
  fs.accessSync(root, fs.constants.W_OK);
} catch {
  fail(
    `${root} is not writable, but the portal installs, builds and stores its files there. Copy the portal to a folder that you own.`,
  );
}
if (!isInstalled()) install();
run();

/** Whether node_modules holds exactly what package-lock.json names; npm keeps its own record of what it installed. */
function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  return Object.entries(wanted || {}).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const found = present ? present[path] : undefined;
    // An optional package is missing where it is made for another operating system.
    return found ? found.version === version && found.integrity === integrity : present && optional;
  });
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}

function install() {
  const { bavail, bsize } = fs.statfsSync(root);
  if (!existsSync(join(root, "node_modules")) && bavail * bsize < NEEDED_BYTES) {
    fail(`Not enough disk space: ${root} needs 1 GB, and ${Math.floor((bavail * bsize) / 1e6)} MB are free.`);
  }
  console.log("Installing the packages of package-lock.json …");
  // Development dependencies hold Node 24 and PostgreSQL: include them also where the shell says NODE_ENV=production.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const cli = process.env.npm_execpath || "";
  const done = cli.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [cli, ...args], { stdio: "inherit" })
    : spawnSync("npm", args, { stdio: "inherit" });
  if (done.error) fail("npm was not found: it comes with Node, see https://nodejs.org.");
  if (done.status !== 0) {
    fail(`npm ci failed: its output is above. If it could not reach ${registry()}, set the proxy of your network:
  npm config set https-proxy http://your-proxy:8080`);
  }
}

function registry() {
  return process.env.npm_config_registry || "https://registry.npmjs.org/";
}

function run() {
  const local = join(root, "node_modules/node/bin/node");
  const node = major(process.version) >= 24 ? process.execPath : local;
  if (!existsSync(node)) {
    fail(
      "Node 24 is not in node_modules, because npm is set to ignore-scripts. Run: npm rebuild --ignore-scripts=false",
    );
  }
  const env = {
    ...process.env,
    PATH: [dirname(node), join(root, "node_modules/.bin"), process.env.PATH].join(":"),
    // Compiled code is kept: every program of ours starts a third faster.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(root, ".cache/node"),
  };
  // The channel tells the script when this process is killed.
  const child = spawn(node, [file, ...rest], { stdio: ["inherit", "inherit", "inherit", "ipc"], env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm passes a signal on to its shell only, which then ends without a word to us.
  const parent = process.ppid;
  const lookForParent = () => process.ppid !== parent && child.kill("SIGTERM");
  if (process.env.npm_lifecycle_event) setInterval(lookForParent, 500).unref();
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => {
    process.exitCode = code === null ? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] || 1) : code;
    process.removeAllListeners();
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
