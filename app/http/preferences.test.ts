import assert from "node:assert/strict";
import { test } from "node:test";

process.env.DATABASE_URL = "postgres://nobody@127.0.0.1/none";
process.env.CONVOSO_TIME_ZONE = "America/Chicago";
const { preferencesCookie, readPreferences } = await import("#app/http/preferences.server.ts");
const { portalSettings } = await import("#app/http/portal-settings.server.ts");

const DEFAULTS = { zone: "account", times: "clock", hours: "24", theme: "system", density: "normal", keys: "on" };
const asking = (cookie: string, url = "http://portal.example/") => new Request(url, { headers: { cookie } });

function choose(request: Request, fields: Record<string, string>): string {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return preferencesCookie(request, form);
}

/** The request of the same browser after an answer with this `Set-Cookie`. */
const after = (setCookie: string) => asking(`other=1; ${setCookie.split(";")[0]}`);

test("without a cookie everything is as the account and the system have it", () => {
  assert.deepEqual(readPreferences(new Request("http://portal.example/")), DEFAULTS);
});

test("what is chosen stays chosen while something else is", () => {
  const zoned = after(choose(asking(""), { zone: "Europe/Berlin", next: "/admin/super" }));
  const dark = after(choose(zoned, { theme: "dark" }));
  assert.deepEqual(readPreferences(dark), { ...DEFAULTS, zone: "Europe/Berlin", theme: "dark" });
});

test("nonsense gives the default", () => {
  for (const cookie of ["zone=Mars%2FOlympus&theme=pink", "%%%", "zone=", `zone=${"A/".repeat(500)}`]) {
    assert.deepEqual(readPreferences(asking(`portal_preferences=${cookie}`)), DEFAULTS);
  }
});

test("times are shown in the viewer's zone, and the account's stays known for what Convoso writes", () => {
  assert.equal(portalSettings(asking("")).timeZone, "America/Chicago");
  const { timeZone, accountTimeZone } = portalSettings(after(choose(asking(""), { zone: "UTC" })));
  assert.deepEqual([timeZone, accountTimeZone], ["UTC", "America/Chicago"]);
});

test("over TLS the cookie stays on TLS, and scripts never see it", () => {
  const overTls = choose(asking("", "https://portal.example/"), { theme: "dark" });
  assert.match(overTls, /; HttpOnly; Secure$/);
  assert.doesNotMatch(choose(asking(""), { theme: "dark" }), /Secure/);
});
