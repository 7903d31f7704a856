// node --import ./scripts/local-settings.ts …: gives a single program the settings that `npm start` gives to all, those of
// .env.local, and where DATABASE_URL is unset the embedded database of the `npm start` or `npm run demo` that runs now.
import { existsSync, readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { appUrlOf } from "#scripts/postgres/app-role.ts";

enableCompileCache(".cache/node"); // as scripts/bootstrap.mjs does for the others
if (existsSync(".env.local")) process.loadEnvFile(".env.local");
const running = [".data/postgres", ".data/demo/postgres"].find((dir) => existsSync(`${dir}/data/postmaster.pid`));
if (!process.env.DATABASE_URL && running) {
  const password = readFileSync(`${running}/password`, "utf8");
  const port = readFileSync(`${running}/data/postmaster.pid`, "utf8").split("\n")[3];
  const ownerUrl = `postgres://portal:${password}@127.0.0.1:${port}/portal`;
  process.env.DATABASE_URL = appUrlOf(ownerUrl);
  if (process.argv[1]?.endsWith("migrate.ts")) process.env.MIGRATION_DATABASE_URL = ownerUrl;
}
