import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openInBrowser } from "#scripts/portal/open-in-browser.ts";

const folder = mkdtempSync(join(tmpdir(), "portal-open-"));
after(() => rmSync(folder, { recursive: true, force: true }));
process.env.PATH = `${folder}:/usr/bin:/bin`;

/** Has the programs that open a browser end with this code. */
function endWith(code: number): void {
  for (const name of ["open", "wslview", "xdg-open"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
  }
}

test("a machine whose programs find no browser is told from one that has one", async () => {
  endWith(3);
  assert.equal(await openInBrowser("http://localhost:3000"), false);
  endWith(0);
  assert.equal(await openInBrowser("http://localhost:3000"), true);
});
