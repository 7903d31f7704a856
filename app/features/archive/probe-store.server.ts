import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asStoreFault } from "#app/store/folder-store.server.ts";
import { type Store, StoreFault } from "#app/store/store.server.ts";

const PROBE = Buffer.alloc(64 * 1024);
const SHA256 = createHash("sha256").update(PROBE).digest("hex");

/**
 * Writes a small file to the store as a recording is written, reads it back, and deletes it.
 * @throws {StoreFault} where the store does not take the file, or does not give it back
 */
export async function probeStore(store: Store): Promise<void> {
  const key = `probe-${randomUUID()}`;
  const path = join(store.incoming, `${key}.part`);
  try {
    await writeFile(path, PROBE, { mode: 0o600 }).catch((error) => {
      throw asStoreFault(error);
    });
    await store.put(key, { path, bytes: PROBE.length, sha256: SHA256, contentType: "application/octet-stream" });
    const digest = await store.digest(key);
    await store.remove(key).catch(() => {}); // a bucket that only takes files can keep recordings
    if (digest?.sha256 !== SHA256) throw new StoreFault("store away", "The store did not give back what it was given.");
  } finally {
    await rm(path, { force: true }).catch(() => {}); // swept later
  }
}
