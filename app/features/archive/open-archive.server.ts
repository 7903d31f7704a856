import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { env } from "#app/env.server.ts";
import { isArchiveOn } from "#app/features/archive/is-archive-on.server.ts";
import { parseBucketAddress } from "#app/lib/bucket-address.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { asStoreFault, folderStore, makeIncoming } from "#app/store/folder-store.server.ts";
import { s3Store } from "#app/store/s3-store.server.ts";
import type { Store } from "#app/store/store.server.ts";

/** A file under way is given up for dead after so long. */
const ABANDONED_MS = 24 * 3600 * 1000;

const stores = () => singleton("archive-stores", () => new Map<string, Store>());

/** Where new recordings go by the settings: the bucket of ARCHIVE_URL, otherwise the folder ARCHIVE_DIR. Null where there is no archive. */
export function archiveStore(): Store | null {
  if (!isArchiveOn()) return null;
  const { ARCHIVE_URL } = env();
  return storeNamed(ARCHIVE_URL ? (parseBucketAddress(ARCHIVE_URL)?.name ?? "") : "folder");
}

/**
 * The store that a row names. One in another bucket than the settings' is asked with the same key and endpoint, so an
 * archive that moves stays readable where it was. Null where it cannot be reached by the settings.
 */
export function storeNamed(name: string): Store | null {
  const known = stores().get(name);
  if (known) return known;
  const { ARCHIVE_URL, ARCHIVE_DIR } = env();
  const usual = parseBucketAddress(ARCHIVE_URL ?? "");
  const bucket = parseBucketAddress(name);
  const opened = bucket
    ? s3Store({ ...bucket, ...whereOf(usual) }, join(ARCHIVE_DIR ? resolve(ARCHIVE_DIR) : ownTemporary(), ".incoming"))
    : openFolder(name, ARCHIVE_DIR);
  if (opened) stores().set(name, opened);
  return opened;
}

/** Other users of this machine may have a portal, too. */
const ownTemporary = () => join(tmpdir(), `convoso-portal-${process.getuid?.() ?? ""}`);

const whereOf = (usual: ReturnType<typeof parseBucketAddress>) =>
  usual && { region: usual.region, endpoint: usual.endpoint };

const openFolder = (name: string, dir: string | undefined) =>
  name === "folder" && dir ? folderStore(resolve(dir)) : null;

/** Makes the folder of a store for files under way, and deletes those that a dead copy left there. */
export async function sweepIncoming({ incoming }: Store): Promise<void> {
  await makeIncoming(incoming);
  try {
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const found = await stat(path).catch(() => null); // another worker may have ended it
      if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
    }
  } catch (error) {
    throw asStoreFault(error);
  }
}
