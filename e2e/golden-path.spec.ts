import { test } from "./fixtures.ts";
import { walkGoldenPath } from "./golden-path.ts";

test("a lead and its call come in, the worker finds the recording, and the admin plays it", async ({ page, stack }) => {
  await walkGoldenPath(page, stack);
});
