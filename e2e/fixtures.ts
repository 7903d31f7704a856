import { test as base } from "@playwright/test";
import { type Stack, startStack } from "./stack.ts";

/** Playwright's `test` with a running portal: `stack` is one for each Playwright worker, and relative URLs lead to it. */
export const test = base.extend<{ baseURL: string }, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use, workerInfo) => {
      const stack = await startStack(workerInfo.workerIndex);
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 150_000 },
  ],
  baseURL: ({ stack }, use) => use(stack.portalUrl),
});

export { expect } from "@playwright/test";
