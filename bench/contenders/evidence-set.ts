// Prepares a set of all recordings in the archive, and reads its zip. Sends how many milliseconds each took, and the bytes.
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { pool } from "#app/db/connection/pool.server.ts";
import { findEvidence } from "#app/db/evidence/evidence-sets.server.ts";
import { openEvidence } from "#app/features/evidence/open-evidence.server.ts";
import { prepareEvidence } from "#app/features/evidence/prepare-evidence.server.ts";
import { startEvidence } from "#app/features/evidence/start-evidence.server.ts";

const db = await pool();
const admin = { actor: "bench", role: "admin", sourceAddress: null } as const;
const id = await startEvidence(db, { chosen: { filter: {} }, query: "" }, { reason: "bench" }, admin);
if (id === null) throw new Error("The archive is empty.");
const begun = performance.now();
await prepareEvidence(id);
const prepared = performance.now();
const set = await findEvidence(db, id);
const opened = set && (await openEvidence(db, set, admin));
if (!opened || opened === "changed") throw new Error("The set cannot be opened.");
const opening = performance.now();
await pipeline(opened.stream, createWriteStream("/dev/null"));
const packed = performance.now();
process.send?.({
  ...{ prepareMs: prepared - begun, openMs: opening - prepared, packMs: packed - opening, bytes: opened.size },
  ...{ recordings: set.recordings, mostMiB: process.resourceUsage().maxRSS / 1024 },
});
await db.end();
process.disconnect();
