// The contender: a loop that copies links to the same kind of folder with the same client, some at a time, and does nothing
// else. With READ_BACK=yes it compares what it wrote, as the archive does. Sends how many milliseconds it took, and what it held in memory
// before and at most.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { request } from "undici";
import { folderStore } from "#app/store/folder-store.server.ts";

const { HOST_URL = "", COUNT, AT_ONCE, READ_BACK, ARCHIVE_DIR = "" } = process.env;
const store = folderStore(ARCHIVE_DIR);
await mkdir(store.incoming, { recursive: true });
let next = 0;

async function copy(nth: number): Promise<void> {
  const path = join(store.incoming, `${nth}.part`);
  const key = `bare/${nth}.mp3`;
  const { body } = await request(`${HOST_URL}/${nth}`);
  const hash = createHash("sha256");
  let bytes = 0;
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  const sha256 = hash.digest("hex");
  await store.put(key, { path, bytes, sha256, contentType: "audio/mpeg" });
  if (READ_BACK !== "yes") return;
  const stored = createHash("sha256");
  for await (const chunk of (await store.read(key)) ?? []) stored.update(chunk);
  if (stored.digest("hex") !== sha256) throw new Error("The folder gives back other bytes.");
}

const restMiB = process.memoryUsage.rss() / 1024 ** 2;
const began = performance.now();
await Promise.all(
  Array.from({ length: Number(AT_ONCE) }, async () => {
    while (next < Number(COUNT)) await copy(next++);
  }),
);
const mostMiB = process.resourceUsage().maxRSS / 1024;
process.send?.({ ms: performance.now() - began, restMiB, mostMiB });
process.disconnect();
