import { withFieldMap } from "#app/convoso/field-names.server.ts";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { type FieldMaps, loadFieldMaps } from "#app/features/ingest/field-maps.server.ts";
import {
  postTestDelivery,
  type TestAnswer,
  type TestDelivery,
} from "#app/features/test-tools/send-test-delivery.server.ts";

/** What came of a burst. Times in milliseconds; `results` counts the answers by status and outcome, most often first. */
export type Burst = {
  count: number;
  seconds: number;
  medianMs: number;
  slowestMs: number;
  results: { status: number; outcome: string | null; count: number }[];
};

/** As many as a busy account's dialer would have open at once. */
const AT_ONCE = 16;

/**
 * Sends a test delivery many times, several at once. `withOwnIds`: every copy is about its own call and lead, otherwise
 * all are about the same, so that all but the first are duplicates.
 */
export async function sendBurst(
  db: Database,
  delivery: TestDelivery,
  burst: { count: number; withOwnIds: boolean },
  admin: Admin,
): Promise<Burst> {
  const { count, withOwnIds } = burst;
  const { endpoint, signature } = delivery;
  await recordAudit(db, { ...admin, action: "send test burst", target: endpoint, details: { ...burst, signature } });
  const copies = withOwnIds
    ? withIdsOfTheirOwn(delivery, count, await loadFieldMaps(db))
    : Array.from({ length: count }, () => delivery);
  const answers: TestAnswer[] = [];
  const started = performance.now();
  const sendOn = async () => {
    for (let copy = copies.pop(); copy; copy = copies.pop()) answers.push(await postTestDelivery(copy));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendOn));
  const seconds = (performance.now() - started) / 1000;
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    ...{ count, seconds },
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    slowestMs: times.at(-1) ?? 0,
    results: countResults(answers),
  };
}

function countResults(answers: readonly TestAnswer[]): Burst["results"] {
  const groups = Map.groupBy(answers, ({ status, outcome }) => `${status} ${outcome}`);
  return [...groups.values()]
    .map((alike) => ({ status: alike[0]?.status ?? 0, outcome: alike[0]?.outcome ?? null, count: alike.length }))
    .sort((a, b) => b.count - a.count);
}

/** The ids of the call and the lead that a delivery names. */
function idsIn({ endpoint, contentType, body, query }: TestDelivery, maps: FieldMaps): string[] {
  if (endpoint === "echo") return [];
  return withFieldMap(maps[endpoint], () => {
    const read = readBody({ body: Buffer.from(body), contentType, query: new URLSearchParams(query) });
    if (!read.ok) return [];
    const options = { endpoint, timeZone: env().CONVOSO_TIME_ZONE, receivedAt: new Date() };
    const { call, contact } = parseDelivery(read, options);
    return [call?.callId, call?.leadId, contact?.leadId].filter((id) => /^[\w-]+$/.test(id ?? "")) as string[];
  });
}

/** Copies in which the ids, wherever they stand in the text, have digits behind them: that fits every shape of a body. */
function withIdsOfTheirOwn(delivery: TestDelivery, count: number, maps: FieldMaps): TestDelivery[] {
  const { body } = delivery;
  const ids = idsIn(delivery, maps);
  if (ids.length === 0) return Array.from({ length: count }, () => delivery);
  const anyId = new RegExp(`(?<![a-z0-9])(${ids.join("|")})(?![a-z0-9])`, "gi");
  const series = String(Date.now() % 1000).padStart(3, "0"); // two bursts in a row do not meet
  return Array.from({ length: count }, (_, index) => {
    const own = `$1${series}${String(index).padStart(3, "0")}`;
    return { ...delivery, body: body.replaceAll(anyId, own), query: delivery.query.replaceAll(anyId, own) };
  });
}
