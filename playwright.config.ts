import { defineConfig, devices } from "@playwright/test";
import { BROWSER_ARGS } from "#scripts/find-browser.ts";

// `npm test -- e2e` finds or installs a browser and names it in TEST_BROWSER.
const executablePath = process.env.TEST_BROWSER;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results/e2e",
  forbidOnly: Boolean(process.env.CI),
  // Each worker has a portal of its own (e2e/stack.ts). What one waits for leaves room for the other on two cores.
  workers: 2,
  // A busy machine is slow, not wrong. What passes takes no longer for it.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { args: BROWSER_ARGS, ...(executablePath && { executablePath }) },
    screenshot: "only-on-failure",
    // A trace of every step costs a quarter of the processor time: ask for one with `npm test -- e2e … --trace on`.
    trace: "off",
  },
});
