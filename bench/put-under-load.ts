import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoadOrder, LoadResult } from "./load.ts";

/** Runs one order of load in its own process. */
export async function putUnderLoad(order: LoadOrder): Promise<LoadResult> {
  const child = fork(fileURLToPath(new URL("./load.ts", import.meta.url)));
  child.send(order);
  const [result] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => {
      throw new Error("The load generator ended without a result.");
    }),
  ])) as [LoadResult];
  return result;
}
