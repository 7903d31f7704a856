// Prints a link that signs its holder in to the portal once: `npm run sign-in-link`.
import { closePool, pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { createSignInLink } from "#app/features/auth/create-sign-in-link.server.ts";

const { PUBLIC_URL, PORT } = env();
const token = await createSignInLink(await pool());
console.log(`${new URL(`/sign-in?token=${token}`, PUBLIC_URL ?? `http://localhost:${PORT}`)}`);
await closePool();
