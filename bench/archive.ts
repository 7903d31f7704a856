import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg } from "node:os";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { copyAll, copyBare, residentMiB, runContender } from "./archive/copy-all.ts";
import { type ArchiveFigures, type Packed, type Round, reportArchive } from "./archive/report.ts";
import { startLedgerWorker, stopWorker } from "./ledger/walk.ts";
import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import type { Stage, Stand } from "./stage.ts";
import { startContender } from "./start-contender.ts";

/** A minute's call, a long one, and hours of uncompressed sound. */
const SIZES = [
  { kib: 256, count: 300 },
  { kib: 1024, count: 150 },
  { kib: 200 * 1024, count: 4 },
];
const QUICK = { rounds: 3, times: 1, secondsEach: 6 };
const FULL = { rounds: 5, times: 5, secondsEach: 10 };
const AT_ONCE = 3;
const LOAD = { perSecond: 500, connections: 64 };
const TO_REST_MS = 3_000;

export const archive: Stage<ArchiveFigures> = { title: "Archive", measure: measureArchive, report: reportArchive };

async function measureArchive({ newDatabase, isFull, tell }: Stand): Promise<ArchiveFigures> {
  const { rounds, times, secondsEach } = isFull ? FULL : QUICK;
  const [otherLoad = 0] = loadavg();
  const folder = mkdtempSync(resolve(".data/bench-archive-"));
  const database = await newDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  const host = await startContender("bench/contenders/recording-host.ts", [], {});
  const hostUrl = `http://127.0.0.1:${host.port}`;
  const settings = {
    ...{ DATABASE_URL: database.url, ARCHIVE_DIR: `${folder}/portal`, ARCHIVE_MIN_FREE_MB: "0" },
    ...{ RECORDING_HOSTS: "127.0.0.1", CONVOSO_REQUESTS_PER_SECOND: "0", RECORDING_CHECKS_PER_MINUTE: "0" },
    LEDGER_CHECK_SECONDS: "off",
  };
  const emptyFolders = () => {
    for (const name of ["portal", "bare"]) rmSync(`${folder}/${name}`, { recursive: true, force: true });
    mkdirSync(`${folder}/portal`, { recursive: true });
  };
  const copied: Round[] = [];
  const memory: Required<ArchiveFigures["memory"]> = { restMiB: [], mostMiB: [], bareGrownMiB: [] };
  try {
    for (const { kib, count: each } of SIZES) {
      const order = { hostUrl, kib, count: kib > 10_000 ? each : each * times };
      for (let round = 0; round <= rounds; round++) {
        emptyFolders();
        await client.query("truncate calls cascade");
        const worker = await startLedgerWorker(settings);
        await copyAll(client, worker, { hostUrl, kib: 64, count: 20 }); // warms up
        await sleep(TO_REST_MS);
        const restMiB = residentMiB(worker);
        const portal = await copyAll(client, worker, order);
        await stopWorker(worker);
        const bare = { ...settings, ARCHIVE_DIR: `${folder}/bare` };
        const readBack = await copyBare({ ...bare, READ_BACK: "yes" }, { ...order, atOnce: AT_ONCE });
        emptyFolders();
        const writeOnly = await copyBare({ ...bare, READ_BACK: "no" }, { ...order, atOnce: AT_ONCE });
        if (round === 0) continue; // the first warms up the disk
        copied.push({ ...portal, readBack: readBack.seconds, writeOnly: writeOnly.seconds });
        if (kib > 10_000) memory.restMiB.push(restMiB);
        if (kib > 10_000) memory.mostMiB.push(portal.mostMiB);
        if (kib > 10_000) memory.bareGrownMiB.push(readBack.grownMiB);
        tell(
          `${order.count} of ${kib} KiB: portal ${portal.seconds.toFixed(2)} s, bare ${readBack.seconds.toFixed(2)} s, without read-back ${writeOnly.seconds.toFixed(2)} s; ${restMiB} to ${portal.mostMiB} MiB, bare +${readBack.grownMiB}`,
        );
      }
    }
    const packed = await pack();
    const ingest = await measureIngest();
    return { atOnce: AT_ONCE, otherLoad, copied, memory, packed, ingest };
  } finally {
    await host.stop();
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }

  /** A set of 1 GiB in files of both kinds, against `zip -0` of the same files. */
  async function pack(): Promise<Packed[]> {
    emptyFolders();
    await client.query("truncate calls cascade");
    const worker = await startLedgerWorker(settings);
    for (const { kib, count } of SIZES) await copyAll(client, worker, { hostUrl, kib, count });
    await stopWorker(worker);
    const results: Packed[] = [];
    for (let round = 0; round <= rounds; round++) {
      const set = await runContender<Omit<Packed, "zipMs">>("bench/contenders/evidence-set.ts", settings);
      const began = performance.now();
      execFileSync("sh", ["-c", `zip -0 -q -r - . > /dev/null`], { cwd: `${folder}/portal` });
      const zipMs = performance.now() - began;
      if (round > 0) results.push({ ...set, zipMs });
      tell(`set: ${Math.round(set.packMs)} ms, zip -0: ${Math.round(zipMs)} ms`);
    }
    return results;
  }

  /** Deliveries beside copying at the pace that Convoso bears. */
  async function measureIngest(): Promise<ArchiveFigures["ingest"]> {
    emptyFolders();
    await client.query("truncate calls cascade");
    const web = await startContender("server.ts", [], settings);
    const path = "/api/webhooks/convoso";
    const load = () => putUnderLoad({ ...LOAD, port: web.port, path, seconds: secondsEach, body: SHORT_CALL });
    await load(); // warms up
    const [alone, beside]: [LoadResult[], LoadResult[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      alone.push(await load());
      const worker = await startLedgerWorker({ ...settings, CONVOSO_REQUESTS_PER_SECOND: "3" });
      const copying = copyAll(client, worker, { hostUrl, kib: 1024, count: secondsEach * 3 });
      beside.push(await load());
      await copying;
      await stopWorker(worker);
      tell(`ingest alone ${alone.at(-1)?.p50} ms, beside ${beside.at(-1)?.p50} ms`);
    }
    await web.stop();
    return { perSecond: LOAD.perSecond, alone, beside };
  }
}
