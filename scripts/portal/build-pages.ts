import { build, isBuilt } from "#scripts/build.ts";
import { step } from "#scripts/portal/start-portal.ts";

/** Builds the pages, unless they were made from exactly these sources before, and says that it takes a while. */
export async function buildPages(): Promise<void> {
  if (isBuilt()) return;
  console.log("  Building the pages, which takes a while the first time …");
  await step("Build", build);
}
