// Plays Vercel's cron, with a second in place of a minute.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const { crons } = JSON.parse(readFileSync("vercel.json", "utf8")) as { crons: { path: string }[] };
const { PORT, CRON_SECRET } = process.env;
for (const event of ["SIGTERM", "disconnect"]) process.on(event, () => process.exit(0));
for (;;) {
  for (const { path } of crons) {
    const headers = { authorization: `Bearer ${CRON_SECRET}`, "user-agent": "vercel-cron/1.0" };
    const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, { headers }).catch(() => null); // it may not listen yet
    console.log(path, answer?.status, await answer?.text());
  }
  await sleep(1000);
}
