import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { singleton } from "#app/lib/singleton.ts";

/** The portal's version, of package.json, such as "1.4.0". */
export function version(): string {
  return singleton("version", () => {
    const file = findPackageJSON("..", import.meta.url);
    return file ? JSON.parse(readFileSync(file, "utf8")).version : "unknown";
  });
}
