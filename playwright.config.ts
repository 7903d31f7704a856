import { defineConfig, devices } from "@playwright/test";
import { BROWSER_ARGS } from "#e2e/find-browser.ts";

// `npm test -- e2e` sets TEST_BROWSER to the browser that it found or installed.
const executablePath = process.env.TEST_BROWSER;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results/e2e",
  forbidOnly: Boolean(process.env.CI),
  // In CI a journey that fails runs once more in a new portal. The report names each one that needed it.
  retries: process.env.CI ? 1 : 0,
  // Each worker has its own portal (e2e/stack.ts). While one waits, the other uses the processors.
  workers: 2,
  // Long limits keep a busy machine from failing tests. They cost nothing when tests pass.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { args: BROWSER_ARGS, ...(executablePath && { executablePath }) },
    screenshot: "only-on-failure",
    // A trace costs a quarter of the processor time. Ask for one with `npm test -- e2e … --trace on`.
    trace: "off",
  },
});
