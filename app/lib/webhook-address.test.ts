import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ENDPOINT_PATHS, type Endpoint } from "#app/lib/endpoints.ts";
import { isMeantForWebhooks, nearestEndpoint, plainPath } from "#app/lib/webhook-address.ts";

test("letter case, slashes, escapes and blanks around an address change nothing", () => {
  const path = fc.constantFrom(...Object.values(ENDPOINT_PATHS));
  const slashes = fc.constantFrom("/", "//", "///", "%2F", "\\", "/%2f");
  fc.assert(
    fc.property(path, slashes, fc.boolean(), fc.constantFrom("", "/", "//", "%20", "/%20"), (right, slash, up, end) => {
      const bent = right.replaceAll("/", slash) + end;
      assert.equal(plainPath(up ? bent.toUpperCase() : bent), right);
    }),
  );
  assert.equal(plainPath("/api/webhooks/conv%6Fso"), ENDPOINT_PATHS.call);
});

const NEAR: Record<Endpoint, string[]> = {
  call: [
    "/",
    "/api",
    "/api/v1/webhooks",
    "/webhooks/convoso",
    "/api/webhook/convoso",
    "/api/webhooks",
    "/api/webhooks/convoso.php",
    "/api/convosso",
  ],
  lead: [
    "/api/webhooks/convoso-lead",
    "/api/webhooks/convoso_leads",
    "/convosoleads.json",
    "/leads",
    "/webhook/contact",
  ],
  echo: ["/api/webhooks/eco", "/api/webhooks/test", "/echo", "/webhooks/echo/"],
};

test("an address that is nearly right is known as meant for a webhook, and which", () => {
  for (const [endpoint, paths] of Object.entries(NEAR)) {
    for (const path of paths) {
      assert.equal(isMeantForWebhooks(path), true, path);
      assert.equal(nearestEndpoint(path), endpoint, path);
    }
  }
});

test("pages of the portal and addresses of others are not", () => {
  const others = [
    "/admin/super/leads",
    "/admin/super/webhook-logs",
    "/sign-in",
    "/wp-login.php",
    "/xmlrpc.php",
    "/%zz",
  ];
  for (const path of others) assert.equal(isMeantForWebhooks(path), false, path);
});

test("any path can be looked at", () => {
  fc.assert(fc.property(fc.string(), (path) => typeof nearestEndpoint(path) === "string" && plainPath(path) !== ""));
});
