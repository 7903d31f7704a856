// npm run schema: writes docs/schema.md from the migrations, and adds the checksums of new ones to migrations/SHA256SUMS.
import { writeFileSync } from "node:fs";
import { describeSchema } from "#scripts/describe-schema.ts";
import { recordNewSums } from "#scripts/migration-sums.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { startTestServer } from "#test/test-server.ts";

const server = await startTestServer();
try {
  const database = await cloneDatabase(server.url);
  writeFileSync("docs/schema.md", await describeSchema(database.url));
  recordNewSums();
  console.log("Wrote docs/schema.md and migrations/SHA256SUMS.");
} finally {
  await server.stop();
}
