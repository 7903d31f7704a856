import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { v4 } from "uuid";
import { copyName } from "#app/db/connection/copy-out.server.ts";
import { type Format, formats, type List, lists, plainCopy } from "./exports/plain-copy.ts";
import { type Read, readCopy, readExport } from "./exports/read-export.ts";
import { type ExportRow, type ExportsFigures, reportExports } from "./exports/report.ts";
import { startFilledServer } from "./filled-server.ts";
import { fetchCookie } from "./screens/signed-in.ts";
import type { Stage, Stand } from "./stage.ts";
import { type Contender, startContender } from "./start-contender.ts";

const QUICK = [{ size: 100_000, rounds: 2, formats }];
/** Ten million as NDJSON would take another quarter of an hour. */
const FULL = [
  { size: 1_000_000, rounds: 3, formats },
  { size: 10_000_000, rounds: 1, formats: ["csv"] as const },
];
/** What both write times in: an offset that changes with the season costs more than UTC. */
const TIME_ZONE = "America/Los_Angeles";
const PASSWORD = "a password for the bench";
const LEAVE_AFTER_BYTES = 256 * 1024;
const LEAVES = 5;
const SAMPLE_MS = 20;

export const exports: Stage<ExportsFigures> = { title: "Exports", measure: measureExports, report: reportExports };

async function measureExports({ isFull, filledDir, tell }: Stand): Promise<ExportsFigures> {
  const scales = isFull ? FULL : QUICK;
  const server = await startFilledServer(
    scales.map(({ size }) => size),
    { filledDir, tell },
  );
  const rows: ExportRow[] = [];
  try {
    for (const { size, rounds, formats } of scales) {
      const url = server.url(size);
      const settings = { DATABASE_URL: url, ADMIN_PASSWORD: PASSWORD, CONVOSO_TIME_ZONE: TIME_ZONE };
      const web = await startContender("server.ts", [], settings);
      const client = new pg.Client(url);
      await client.connect();
      await client.query(`set timezone to '${TIME_ZONE}'`);
      try {
        const portal = { port: web.port, cookie: await fetchCookie(web.port, PASSWORD) };
        for (const list of lists) {
          for (const format of formats) {
            const row = await measureList({ list, format, size, rounds, web, portal, client });
            tell(
              `${list}.${format} of ${size} calls: portal ${row.portal.map(rateOf).join(", ")} rows/s, copy ${row.copy.map(rateOf).join(", ")} rows/s, +${row.grownMiB} MiB, gone after ${Math.max(...row.goneMs)} ms`,
            );
            rows.push(row);
          }
        }
      } finally {
        await client.end();
        await web.stop();
      }
    }
    return { rows };
  } finally {
    await server.stop();
  }
}

const rateOf = ({ rows, seconds }: Read) => Math.round(rows / seconds);

type Job = {
  list: List;
  format: Format;
  size: number;
  rounds: number;
  web: Contender;
  portal: { port: number; cookie: string };
  client: pg.Client;
};

/** Portal and PostgreSQL take turns; before that the rows are read once, so that neither pays for a cold cache. */
async function measureList({ list, format, size, rounds, web, portal, client }: Job): Promise<ExportRow> {
  const statement = plainCopy(list, format);
  const before = web.ofItsChildMiB() ?? Number.NaN;
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, web.ofItsChildMiB() ?? most);
  }, SAMPLE_MS);
  const path = `/admin/super/exports/${list}.${format}`;
  const row: ExportRow = { list, format, size, portal: [], copy: [], grownMiB: 0, goneMs: [] };
  try {
    await readCopy(client, statement);
    for (let round = 0; round < rounds; round++) {
      const exported = await readExport({ ...portal, path });
      const copied = await readCopy(client, statement);
      row.portal.push({ ...exported, rows: copied.rows });
      row.copy.push(copied);
    }
  } finally {
    clearInterval(sampling);
  }
  for (let leaves = 0; leaves < LEAVES; leaves++) {
    const id = v4();
    await readExport({ ...portal, path: `${path}?export=${id}`, leaveAfter: LEAVE_AFTER_BYTES });
    row.goneMs.push(await timeUntilGone(client, id));
  }
  return { ...row, grownMiB: most - before };
}

/** From the moment at which the reader left until no backend works for it any more. */
async function timeUntilGone(client: pg.Client, id: string): Promise<number> {
  for (const start = performance.now(); ; await sleep(2)) {
    const { rowCount } = await client.query(
      "select from pg_stat_activity where application_name = $1 and datname = current_database()",
      [copyName(id)],
    );
    if (rowCount === 0) return Math.round(performance.now() - start);
    if (performance.now() - start > 30_000) throw new Error("The query continues though its reader left 30 s ago.");
  }
}
