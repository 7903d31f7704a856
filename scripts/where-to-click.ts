import { env } from "#app/env.server.ts";
import type { Portal } from "#scripts/start-portal.ts";

const EFFECT_OF_MISSING = {
  CONVOSO_AUTH_TOKEN: "recordings are not looked for",
  CONVOSO_WEBHOOK_SECRET: "deliveries are accepted from anybody",
} as const;

/** Prints what somebody who has just started the portal needs next. `seconds`: how long the start took. */
export async function printWhereToClick({ url, database }: Portal, seconds: number): Promise<void> {
  const missing = Object.entries(EFFECT_OF_MISSING).filter(([name]) => !env()[name as keyof typeof EFFECT_OF_MISSING]);
  console.log(`
The portal is ready after ${seconds.toFixed(1)} s.

  Open       ${await entrance(url)}

  Webhooks   ${url}/api/webhooks/convoso          calls
             ${url}/api/webhooks/convoso-leads    leads
             ${url}/api/webhooks/echo             gives back what it is sent

  Try        curl -X POST ${url}/api/webhooks/convoso \\
               -H "Content-Type: application/json" \\
               -d '{"call_id": "test-123", "duration": 120, "disposition": "SALE", "agent_name": "Test Agent"}'
${missing.map(([name, effect], index) => `\n  ${index ? "       " : "Not set"}    ${name}: ${effect}`).join("")}

  The database is ${database}. Ctrl-C stops everything.
`);
}

/** With a password the portal has a form; without one, whoever can read this terminal gets in by a link, once. */
async function entrance(url: string): Promise<string> {
  if (env().ADMIN_PASSWORD) return `${url}/admin/super`;
  // Loaded now: it would have held up the start.
  const { closePool, pool } = await import("#app/db/pool.server.ts");
  const { createSignInLink } = await import("#app/features/auth/create-sign-in-link.server.ts");
  const token = await createSignInLink(await pool());
  await closePool();
  return `${url}/sign-in?token=${token}\n             works once; npm run sign-in-link prints another, ADMIN_PASSWORD gives you a form`;
}
