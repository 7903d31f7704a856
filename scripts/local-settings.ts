// node --import ./scripts/local-settings.ts …: gives a single program the settings that `npm start` gives to all, those of
// .env.local, and where DATABASE_URL is unset the embedded database, if `npm start` runs it now.
import { existsSync, readFileSync } from "node:fs";

const FOLDER = ".data/postgres";

if (existsSync(".env.local")) process.loadEnvFile(".env.local");
if (!process.env.DATABASE_URL && existsSync(`${FOLDER}/data/postmaster.pid`)) {
  const password = readFileSync(`${FOLDER}/password`, "utf8");
  const port = readFileSync(`${FOLDER}/data/postmaster.pid`, "utf8").split("\n")[3];
  process.env.DATABASE_URL = `postgres://portal:${password}@127.0.0.1:${port}/portal`;
}
