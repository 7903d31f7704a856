import { existsSync } from "node:fs";
import { type Env, InvalidEnvironment, parseEnv } from "#app/env.server.ts";

/**
 * Reads `.env.local` into the environment, where what is set already wins, and checks every setting. Ends the process
 * with a list of what is wrong. Without `DATABASE_URL` the embedded database is meant.
 */
export function readSettings(): { settings: Env; usesEmbeddedDatabase: boolean } {
  if (existsSync(".env.local")) process.loadEnvFile(".env.local");
  process.env.NODE_ENV ||= "production";
  if (process.stdout.isTTY) process.env.LOG_FORMAT ||= "pretty";
  process.env.ARCHIVE_DIR ||= ".data/archive";
  const usesEmbeddedDatabase = !process.env.DATABASE_URL?.trim();
  try {
    const settings = parseEnv({
      ...process.env,
      ...(usesEmbeddedDatabase && { DATABASE_URL: "postgres://127.0.0.1/embedded" }),
    });
    return { settings, usesEmbeddedDatabase };
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
