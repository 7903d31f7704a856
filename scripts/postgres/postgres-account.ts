import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** How PostgreSQL is started: the words before its command, the account it runs as, where it and its data lie. */
export type PostgresAccount = {
  prefix: string[];
  as: { uid?: number; gid?: number };
  owner: { uid: number; gid: number };
  /** The folder with `bin/postgres`. */
  native: string;
  /** The folder for the data; `wanted`, or a copy's place when the server's account cannot reach that. */
  dir: string;
};

// Nothing of our own environment, which may hold secrets, reaches the server.
export const SERVER_ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
} as unknown as NodeJS.ProcessEnv;

/**
 * PostgreSQL refuses to run as root. As root we lend it an ordinary account, which then may not be able to reach a
 * project that was cloned into a private folder (/root, `mktemp -d`): setpriv leaves it the right to pass through.
 * @throws where `wanted` belongs to somebody else
 */
export function postgresAccount(native: string, wanted: string): PostgresAccount {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const found = existsSync(wanted) ? statSync(wanted) : undefined;
  if (self.uid !== 0) {
    if (found && found.uid !== self.uid) {
      throw new Error(`${wanted} belongs to another account, perhaps because the portal was started with sudo before.
  Give it to yourself: sudo chown -R "$(id -un)" ${dirname(wanted)}`);
    }
    return { prefix: [], as: {}, owner: self, native, dir: wanted };
  }

  const owner = found?.uid ? { uid: found.uid, gid: found.gid } : ordinaryAccount();
  mkdirSync(dirname(wanted), { recursive: true });
  const plain: PostgresAccount = { prefix: [], as: owner, owner, native, dir: wanted };
  if (canReach(plain)) return plain;

  // no_setuid_fixup: else access(2), by which PostgreSQL looks for its own files, would leave the capability aside.
  const prefix = [
    ...["setpriv", `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"],
    ...["--securebits=+no_setuid_fixup", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"],
  ];
  const lent: PostgresAccount = { ...plain, prefix, as: {} };
  return canReach(lent) ? lent : elsewhere(plain);
}

function ordinaryAccount(): { uid: number; gid: number } {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "_postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL must not run as root, and this machine has no account named postgres or nobody.");
}

function canReach({ prefix, as, native, dir }: PostgresAccount): boolean {
  const probe = 'cd "$2" && "$1" --version';
  const [command = "sh", ...rest] = [...prefix, "sh", "-c", probe, "sh", join(native, "bin/postgres"), dirname(dir)];
  const options: SpawnSyncOptions = { ...as, cwd: "/", env: SERVER_ENV, stdio: "ignore" };
  return spawnSync(command, rest, options).status === 0;
}

/** The last resort where setpriv is missing or not allowed: PostgreSQL and the data move out of the private folder. */
function elsewhere(account: PostgresAccount): PostgresAccount {
  const digest = createHash("sha256").update(account.dir).digest("hex").slice(0, 12);
  const base = `/var/tmp/convoso-portal-${digest}`;
  if (!existsSync(base)) {
    mkdirSync(base, { mode: 0o700 });
    chownSync(base, account.owner.uid, account.owner.gid);
  }
  if (statSync(base).uid !== account.owner.uid) throw new Error(`${base} belongs to somebody else; remove it first.`);
  const native = join(base, "native");
  if (!existsSync(native)) cpSync(account.native, native, { recursive: true, verbatimSymlinks: true });
  const moved = { ...account, native, dir: join(base, basename(account.dir)) };
  if (!canReach(moved)) throw new Error(`PostgreSQL could not be started as user ${account.owner.uid}.`);
  console.log(`  ${account.dir} cannot be read by the database account: the data is in ${moved.dir}`);
  return moved;
}
