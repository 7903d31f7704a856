import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listCustody } from "#app/db/evidence/custody.server.ts";
import {
  type EvidenceItem,
  findEvidenceBody,
  insertHandedOver,
  listEvidenceDeliveries,
  listEvidenceItems,
  listLeftOut,
} from "#app/db/evidence/evidence-contents.server.ts";
import { countEvidence, type EvidenceSet } from "#app/db/evidence/evidence-sets.server.ts";
import { env } from "#app/env.server.ts";
import { storeNamed } from "#app/features/archive/open-archive.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { audioName, deliveryName, describeEvidence } from "#app/features/evidence/describe-evidence.server.ts";
import { storedZip, type ZipEntry } from "#app/lib/stored-zip.server.ts";
import { log } from "#app/log.server.ts";

const SUMS = "SHA256SUMS";
const HEX = 64;
/** So much is read ahead of who downloads. */
const BUFFERED_BYTES = 512 * 1024;

/**
 * A set as one zip file, made while it is read: nothing is compressed, and a file at a time is open. Its last file lists the
 * SHA-256 of all others, taken from the bytes that left. Bytes that are not those of the archive break it off. Who downloads is
 * in the audit log and in each recording's chain of custody.
 * @returns the zip and its length in bytes; "changed" where a recording was deleted since the set was prepared
 */
export async function openEvidence(
  db: Database,
  set: EvidenceSet,
  admin: Admin,
): Promise<{ stream: Readable; size: number } | "changed"> {
  const items = await listEvidenceItems(db, set.id);
  if (items.length !== (await countEvidence(db, set.id)).verified || items.length === 0) return "changed";
  await db.transaction(async (transaction) => {
    const details = { recordings: items.length };
    await recordAudit(transaction, { ...admin, action: "download evidence", target: String(set.id), details });
    await insertHandedOver(transaction, set.id, admin);
  });
  const deliveries = set.with_deliveries ? await listEvidenceDeliveries(db, set.id) : [];
  const custody = await listCustody(db, [...new Set(items.map(({ call_id }) => call_id))]);
  const leftOut = await listLeftOut(db, set.id);
  const texts = describeEvidence({ set, items, leftOut, deliveries, custody, timeZone: env().CONVOSO_TIME_ZONE });
  const files = [
    ...texts.map(([name, text]): File => {
      const bytes = Buffer.from(text);
      return { name, size: bytes.length, open: async () => only(bytes) };
    }),
    ...items.map(audioFile),
    ...deliveries.map((delivery): File => {
      const open = async () => only(await findEvidenceBody(db, delivery.id));
      return { name: deliveryName(delivery), size: delivery.bytes, open };
    }),
  ];
  const { size, bytes } = storedZip(withSums(files), set.ready_at ?? set.created_at);
  const stream = Readable.from(bytes, { objectMode: false, highWaterMark: BUFFERED_BYTES });
  stream.once("error", (error) => log().error({ err: error }, "a set of recordings was broken off"));
  return { stream, size };
}

/** A file of the set. `expected`: its SHA-256 in hex where it is known. `open`: null where it is gone. */
type File = Omit<ZipEntry, "open"> & { expected?: string; open: () => Promise<AsyncIterable<Uint8Array> | null> };

const only = (body: Uint8Array | null) => (body === null ? null : Readable.from([body]));

function audioFile(item: EvidenceItem): File {
  const open = async () => (await storeNamed(item.store)?.read(item.key)) ?? null;
  return { name: audioName(item), size: item.bytes, expected: item.sha256, open };
}

/** The files, and behind them one with the SHA-256 of each, taken from the bytes that were read. */
function withSums(files: readonly File[]): ZipEntry[] {
  const sums: string[] = [];
  const size = files.reduce((sum, { name }) => sum + HEX + "  \n".length + Buffer.byteLength(name), 0);
  const summed = files.map(({ open, ...file }): ZipEntry => {
    return {
      ...file,
      open: async () => {
        const bytes = await open();
        if (!bytes) throw new Error(`The file ${file.name} is gone.`);
        return summing(bytes, file, sums);
      },
    };
  });
  const listSums = async () => Readable.from([Buffer.from(sums.join(""))]);
  return [...summed, { name: SUMS, size, open: listSums }];
}

/** Lets bytes through, and notes their SHA-256 at the end; fails where it is not the expected one. */
async function* summing(bytes: AsyncIterable<Uint8Array>, { name, expected }: Omit<File, "open">, sums: string[]) {
  const hash = createHash("sha256");
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  const sum = hash.digest("hex");
  if (expected !== undefined && sum !== expected) throw new Error(`The file ${name} was changed.`);
  sums.push(`${sum}  ${name}\n`);
}
