// node scripts/trim-modules.ts: deletes from node_modules what no program reads. The Dockerfile runs it.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isRead } from "#scripts/production-modules.ts";

trim("node_modules");

function trim(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!isRead(entry.name, entry.isDirectory())) rmSync(path, { recursive: true });
    else if (entry.isDirectory()) trim(path);
  }
}
