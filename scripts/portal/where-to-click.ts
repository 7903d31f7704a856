import { OWNER_CAN } from "#app/db/connection/bring-up-to-date.server.ts";
import { env } from "#app/env.server.ts";
import { firstCallCommand } from "#app/lib/curl-command.ts";
import { openInBrowser } from "#scripts/portal/open-in-browser.ts";
import type { Portal } from "#scripts/portal/start-portal.ts";

const EFFECT_OF_MISSING = {
  CONVOSO_AUTH_TOKEN: "the portal does not search for recordings",
  CONVOSO_WEBHOOK_SECRET: "anybody can send deliveries",
} as const;
const SECRET_IN_SHELL = "\n             needs CONVOSO_WEBHOOK_SECRET in the environment of your shell, too";
const EFFECT_OF_ONE_ROLE: [string, string] = ["MIGRATION_DATABASE_URL", `the portal's role ${OWNER_CAN}`];

/**
 * Prints what somebody who has just started the portal needs next, and opens it in a browser where the command says
 * `--open`. `seconds`: how long the start took.
 */
export async function printWhereToClick({ url, database, isOwner }: Portal, seconds: number): Promise<void> {
  const address = await entrance(url);
  const isMissing = ([name]: [string, string]) => !env()[name as keyof typeof EFFECT_OF_MISSING];
  const missing = [...Object.entries(EFFECT_OF_MISSING).filter(isMissing), ...(isOwner ? [EFFECT_OF_ONE_ROLE] : [])];
  const hasSecret = env().CONVOSO_WEBHOOK_SECRET !== undefined;
  console.log(`
The portal is ready after ${seconds.toFixed(1)} s.

  Open       ${address}

  Webhooks   ${url}/api/webhooks/convoso          calls
             ${url}/api/webhooks/convoso-leads    leads
             ${url}/api/webhooks/echo             returns what it receives

  Try        ${firstCallCommand(`${url}/api/webhooks/convoso`, hasSecret, " \\\n               ")}${hasSecret ? SECRET_IN_SHELL : ""}
${missing.map(([name, effect], index) => `\n  ${index ? "       " : "Not set"}    ${name}: ${effect}`).join("")}

  The database is ${database}. Ctrl-C stops everything.
`);
  if (process.argv.includes("--open") && !(await openInBrowser(address.split(/\s/)[0] ?? url))) {
    console.log("  No browser could be opened from here. Open the address above.");
  }
}

/** With a password the portal has a form; without one, a reader of this terminal gets in by a link, once. */
async function entrance(url: string): Promise<string> {
  if (env().ADMIN_PASSWORD) return `${url}/admin/super`;
  // Loaded now: it would have held up the start.
  const { closePool, pool } = await import("#app/db/connection/pool.server.ts");
  const { createSignInLink } = await import("#app/features/auth/create-sign-in-link.server.ts");
  const token = await createSignInLink(await pool());
  await closePool();
  return `${url}/sign-in?token=${token}\n             works once; npm run sign-in-link prints another, ADMIN_PASSWORD gives you a form`;
}
