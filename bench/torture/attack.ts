// Forked by rounds.ts, so that the attack does not slow the sender down: what strangers can do to the portal at the same time.
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

// Idle connections are not among it: the stand plays a proxy, which keeps those to itself. guard-connections.test.ts has them.
/** How many echoes and forms were answered, by status. */
export type Attack = { echoes: Record<string, number>; forms: Record<string, number> };

const ECHO_CLIENTS = 40;
const ECHO_EVERY_MS = 500;
const FORM_CLIENTS = 3;
const MIB = 1024 * 1024;

/** Each takes as long to read as a body of its length can. */
const HOSTILE = [
  "[".repeat(0.9 * MIB),
  `{"a":[${"1e1,".repeat(0.2 * MIB)}1]}`,
  `payload=${"%5B".repeat(0.3 * MIB)}`,
  `{"x":"${'\\"'.repeat(0.4 * MIB)}`,
].map((text) => Buffer.from(text));

const [portalUrl = ""] = process.argv.slice(2);
const attack: Attack = { echoes: {}, forms: {} };
let isOver = false;

function count(counts: Record<string, number>, ending: string): void {
  counts[ending] = (counts[ending] ?? 0) + 1;
}

async function sendEchoes(client: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  for (let turn = client; !isOver; turn++) {
    const headers = { "content-type": "application/json", "x-forwarded-for": `203.0.113.${client}` };
    const outgoing = request(`${portalUrl}/api/webhooks/echo`, { method: "POST", agent, headers });
    outgoing.once("error", () => count(attack.echoes, "no answer"));
    outgoing.once("response", (response) => count(attack.echoes, String(response.resume().statusCode)));
    outgoing.end(HOSTILE[turn % HOSTILE.length]);
    await sleep(ECHO_EVERY_MS);
  }
}

/** Posts a form that does not end, until it is answered. */
async function sendForms(): Promise<void> {
  while (!isOver) {
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": "203.0.113.99" };
    const outgoing = request(`${portalUrl}/sign-in`, { method: "POST", agent: false, headers });
    const answered = new Promise<string>((resolve) => {
      outgoing.once("error", () => resolve("no answer"));
      outgoing.once("response", (response) => resolve(String(response.resume().statusCode)));
    });
    const piece = Buffer.alloc(MIB, "a");
    const pieces = setInterval(() => outgoing.writableNeedDrain || outgoing.write(piece), 10);
    count(attack.forms, await answered);
    clearInterval(pieces);
    outgoing.destroy();
    await sleep(ECHO_EVERY_MS);
  }
}

for (let client = 0; client < ECHO_CLIENTS; client++) void sendEchoes(client);
for (let client = 0; client < FORM_CLIENTS; client++) void sendForms();

process.once("message", () => {
  isOver = true;
  process.send?.(attack, () => process.exit(0));
});
process.once("disconnect", () => process.exit(0));
