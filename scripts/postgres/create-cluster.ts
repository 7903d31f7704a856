import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type PostgresAccount, SERVER_ENV } from "#scripts/postgres/postgres-account.ts";

/** Makes the folder of a new PostgreSQL: `data`, and `password` for its superuser. */
export async function createCluster({ dir, native, owner, prefix, as }: PostgresAccount): Promise<void> {
  mkdirSync(dirname(dir), { recursive: true });
  // Made aside and renamed when complete: an interrupted first start leaves nothing half made in the way.
  const fresh = mkdtempSync(`${dir}-new-`);
  const password = join(fresh, "password");
  writeFileSync(password, randomBytes(18).toString("base64url"), { mode: 0o600 });
  for (const path of [fresh, password]) chownSync(path, owner.uid, owner.gid);
  const initdb = [
    ...[...prefix, join(native, "bin/initdb"), "-D", join(fresh, "data"), "-U", "postgres", `--pwfile=${password}`],
    ...[
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
  ];
  try {
    await promisify(execFile)(initdb[0] as string, initdb.slice(1), { ...as, env: SERVER_ENV, cwd: "/" });
    renameSync(fresh, dir);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    if (!existsSync(join(dir, "data"))) throw error; // else another start was quicker
  }
}
