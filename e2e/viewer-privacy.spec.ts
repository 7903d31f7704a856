import { plainDigits } from "#app/lib/plain-digits.ts";
import { crawl, type Visit } from "./crawl.ts";
import { expect, test } from "./fixtures.ts";
import { addPerson, openAdminSession, openSessionOf, postForm } from "./people.ts";
import { query } from "./query.ts";
import { routeTable } from "./route-table.ts";
import type { Stack } from "./stack.ts";

const FULL = {
  phone: /213\D{0,6}555\D{0,6}0178/,
  "e-mail": /zenobia\.quill(@|%40)example\.com/i,
  address: /12 Secret Lane/i,
};
const PERSON = {
  phone_number: "(213) 555-0178",
  email: "zenobia.quill@example.com",
  address1: "12 Secret Lane",
  comments: "call +1 213-555-0178 or zenobia.quill@example.com",
};

/** One person in every place that can name one: lead, call, redisposition, repeated, broken and refused deliveries. */
async function fill(stack: Stack): Promise<void> {
  const post = async (path: string, body: unknown) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const headers = { "content-type": "application/json" };
    await fetch(`${stack.portalUrl}/api/webhooks/${path}`, { method: "POST", headers, body: text });
  };
  const lead = { lead_id: "V1", first_name: "Zenobia", ...PERSON };
  const call = { call_id: "V2", lead_id: "V1", caller_id: "12135550178", status: "NI", campaign: "Solar", ...PERSON };
  // The number once more, in other digits and with odd marks, where nobody expects one.
  const odd = {
    agent_name: "٢١٣٥٥٥٠١٧٨",
    queue: "213 / 555 / 0178",
    list_id: "213*555*0178",
    term_reason: "２１３５５５０１７８",
  };
  await post("convoso", { call_id: "V3", lead_id: "V1", campaign: "213–555–0178", status: "213_555_0178", ...odd });
  await post("convoso-leads", lead);
  await post("convoso-leads", { ...lead, city: "Los Angeles" });
  await post("convoso", call);
  await post("convoso", { ...call, status: "SALE" });
  await post("convoso", { ...call, status: "SALE" });
  await post("convoso", lead);
  await post("convoso", { call_id: "V3", status: "NI", campaign: "Gutters" });
  await post("convoso", { call_id: "V4", status: "NI", campaign: "Roofs" });
  await post("convoso", `{"phone_number": "(213) 555-0178", broken`);
  await post("convoso?phone_number=2135550178", { note: "zenobia.quill@example.com" });
  await post("echo?phone=%2B12135550178", PERSON);
}

/** The fixed addresses that a viewer may open, linked or not. */
const starts = Object.values(routeTable)
  .filter(({ path, get }) => path.startsWith("/admin/super") && get.viewer === 200 && !/\{|live/.test(path))
  .map(({ path }) => path);

/** Where a form of a viewer's may lead. */
const postable = Object.values(routeTable)
  .filter(({ posts }) => posts?.some(({ answers }) => answers.viewer !== 403))
  .map(({ path }) => path.split("?")[0] ?? "");

/** Where the forms of a page lead that would change something. */
function posts(html: string): string[] {
  const forms = html.match(/<form\b[^>]*\bmethod="post"[^>]*>/g) ?? [];
  return forms.map((form) => /\baction="([^"#?]*)/.exec(form)?.[1] ?? "no address");
}

test("a viewer who walks the whole portal gets no phone, e-mail or address, as a page or as data, and no form that they cannot send", async ({
  stack,
}) => {
  test.setTimeout(400_000);
  await fill(stack);
  const admin = await openAdminSession(stack);
  const viewer = await openSessionOf(stack, await addPerson(stack, admin, "walker@example.com", "viewer"));
  // What somebody else searched for stands in the audit log, of which the Overview shows the latest entries.
  const headers = { cookie: admin };
  for (const file of ["leads.csv", "deliveries.ndjson"]) {
    await (await fetch(`${stack.portalUrl}/admin/super/exports/${file}?search=2135550178`, { headers })).text();
  }
  const note = { what: "call", id: "V2", text: "wrote as zenobia.quill@example.com, 12 Secret Lane, 213-555-0178" };
  expect((await postForm(`${stack.portalUrl}/admin/super/notes`, note, { cookie: admin })).status).toBe(302);
  // What no row can be called, or nobody can read, breaks nothing either.
  const odd = [
    "calls/a%00b",
    "calls/%ff",
    "calls/%zz",
    "leads?search=%00",
    "webhook-logs?search=%7B%22a%22%3A%22%5Cu0000%22%7D",
  ];
  for (const path of odd) {
    for (const cookie of [viewer, admin]) {
      const { status } = await fetch(`${stack.portalUrl}/admin/super/${path}`, { headers: { cookie } });
      expect.soft(status, path).toBeLessThan(500);
    }
  }
  const form = { email: "a\0@example.com", password: "\0" };
  expect((await postForm(`${stack.portalUrl}/sign-in`, form)).status).toBe(400);
  const searches = ["search=2135550178", "search=Zenobia"].flatMap((query) =>
    ["leads", "calls", "webhook-logs"].map((list) => `/admin/super/${list}?${query}`),
  );

  const found = new Set<string>();
  const visited: string[] = [];
  const look = ({ path, status, text }: Visit) => {
    visited.push(path);
    if (status >= 500) found.add(`${path} answers ${status}`);
    for (const to of posts(text)) if (!postable.includes(to)) found.add(`${path} has a form to ${to}`);
    // What they typed themselves stands in the search again; the row's own phone has its country in front.
    const told = path.includes("search=2135550178") ? text.replaceAll(/(?<!\d)2135550178/g, "") : text;
    const read = plainDigits(told);
    for (const [what, pattern] of Object.entries(FULL)) if (pattern.test(read)) found.add(`${path} holds the ${what}`);
  };
  await crawl(stack.portalUrl, [...starts, ...searches], viewer, look);
  expect([...found]).toEqual([]);
  for (const detail of ["/leads/", "/calls/V2", "/webhook-logs/"]) {
    expect(
      visited.some((path) => path.includes(detail)),
      detail,
    ).toBe(true);
  }

  // A listener of another campaign gets as little; one of the call's own gets what the call has, and no form either.
  const listens = async (campaign: string) =>
    openSessionOf(stack, await addPerson(stack, admin, `${campaign}@example.com`, "listener", campaign));
  const [other, own] = [await listens("Roofs"), await listens("Solar")];
  await crawl(stack.portalUrl, searches, other, look);
  await crawl(stack.portalUrl, ["/admin/super/leads?search=Zenobia"], own, ({ path, text }) => {
    for (const to of posts(text)) if (!postable.includes(to)) found.add(`${path} has a form to ${to}`);
  });
  expect([...found]).toEqual([]);
  const ofCall = await (await fetch(`${stack.portalUrl}/admin/super/calls/V2`, { headers: { cookie: own } })).text();
  for (const [what, pattern] of Object.entries(FULL)) expect(ofCall, what).toMatch(pattern);

  // The same walk finds them where they may be seen, so it can fail.
  await crawl(stack.portalUrl, ["/admin/super/leads?search=Zenobia"], admin, look);
  expect([...found].join("\n")).toContain("has a form to /admin/super/notes");
  for (const what of Object.keys(FULL)) expect([...found].join("\n")).toContain(`holds the ${what}`);
});

test("a viewer reveals one row for a reason, and the audit keeps who, which and why", async ({ page, stack }) => {
  await fill(stack);
  const person = await addPerson(stack, await openAdminSession(stack), "curious@example.com", "viewer");
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/admin\/super$/);
  await page.goto("/admin/super/calls/V2");
  await expect(page.locator("body")).not.toContainText(FULL.phone);
  await page.getByLabel("Reason for viewing full details").fill("They asked to be called back");
  await page.getByRole("button", { name: "Reveal" }).click();
  await expect(page.getByRole("heading", { name: "Revealed" })).toBeVisible();
  await expect(page.locator("main")).toContainText(FULL.phone);

  const rows = await query(stack, "select target, details from audit_log where action = 'reveal call' and actor = $1", [
    person.email,
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ target: "V2", details: { reason: "They asked to be called back" } });
});
