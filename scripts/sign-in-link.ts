// Prints a link that signs its holder in to the portal once: `npm run sign-in-link`.
import { describeDatabaseFault } from "#app/db/connection/describe-database-fault.server.ts";
import { closePool, pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { createSignInLink } from "#app/features/auth/create-sign-in-link.server.ts";

const { PUBLIC_URL, PORT } = env();
try {
  const token = await createSignInLink(await pool());
  console.log(`${new URL(`/sign-in?token=${token}`, PUBLIC_URL ?? `http://localhost:${PORT}`)}`);
  await closePool();
} catch (error) {
  const told = await describeDatabaseFault(error);
  if (told === undefined) throw error;
  console.error(told);
  process.exitCode = 1;
}
