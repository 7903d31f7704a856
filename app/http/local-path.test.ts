import assert from "node:assert/strict";
import { test } from "node:test";
import { localPath } from "#app/http/local-path.server.ts";

const HOME = "/admin/super";
const OURS = "https://portal.example.com";

test("a path of ours is kept, with its query", () => {
  assert.equal(localPath("/admin/super/calls?disposition=SALE&page=2"), "/admin/super/calls?disposition=SALE&page=2");
  assert.equal(localPath("/"), "/");
});

const tricks = [
  ...[
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
  ],
  ...[
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\u0000/evil.example",
  ],
  ...["/%2F/evil.example", "/%2f%2fevil.example", "/%5cevil.example", "/%09/evil.example", "/..//evil.example"],
  ...["/./\\evil.example", "/.//evil.example", "/a/..//evil.example", "/%2e//evil.example", "/x/%2e%2e//evil.example"],
  ...[
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    "/@evil.example",
    "//portal.invalid@evil.example",
  ],
  ...[
    "http://portal.invalid//evil.example",
    "//portal.invalid",
    "/\u2028/evil.example",
    "/。/evil.example",
    "?next=//evil",
    "",
  ],
];

for (const trick of tricks) {
  test(`${JSON.stringify(trick)} leads nowhere but to our own site`, () => {
    const path = localPath(trick);
    assert.match(path, /^\/(?![/\\])/, "a browser reads // and /\\ as another host");
    assert.equal(new URL(path, OURS).origin, OURS);
    assert.doesNotMatch(path, /[\t\n\r\0]/);
  });
}

test("a target that is not a path leads to the portal", () => {
  for (const given of [null, "", "admin", "https://evil.example/admin/super"]) assert.equal(localPath(given), HOME);
});
