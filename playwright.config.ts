import { defineConfig, devices } from "@playwright/test";
import { BROWSER_ARGS } from "#scripts/find-browser.ts";

// `npm test -- e2e` finds or installs a browser and names it in TEST_BROWSER.
const executablePath = process.env.TEST_BROWSER;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results/e2e",
  forbidOnly: Boolean(process.env.CI),
  // Each worker has a portal of its own (e2e/stack.ts): one is what two cores carry.
  workers: 1,
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { args: BROWSER_ARGS, ...(executablePath && { executablePath }) },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
