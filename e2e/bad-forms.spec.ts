import { fillPath, makeRows } from "./fill-path.ts";
import { expect, test } from "./fixtures.ts";
import { openAdminSession, postForm } from "./people.ts";
import { RAW_WORDS, withoutScripts } from "./raw-words.ts";
import { type Post, routeTable } from "./route-table.ts";
import { startStack } from "./stack.ts";

/** What a person or a program may put where something else is expected. */
const NONSENSE = ["", "nonsense", "-1", "\u0007", "\u0000", "x".repeat(20_000), "[]"];

/** Nothing, something else, and the right form with one field of nonsense. */
function formsLike(posts: Pick<Post, "form">[]): Post["form"][] {
  return posts.flatMap(({ form }) => [
    ...[{}, { intent: "nonsense" }],
    ...Object.keys(form).flatMap((name) => NONSENSE.map((value) => ({ ...form, [name]: value }))),
  ]);
}

test("whatever is posted to any address, the answer is a sentence that says what to do", async () => {
  test.setTimeout(300_000);
  const stack = await startStack(97); // what the forms change would change the other journeys
  const ids = await makeRows(stack);
  const cookie = await openAdminSession(stack);
  const rows = Object.values(routeTable).filter(
    ({ path, isForPrograms, isEndless }) => !isForPrograms && !isEndless && path !== "/sign-out",
  );
  const faults: string[] = [];
  let posted = 0;
  for (const { path, posts } of rows) {
    // Those of one address at the same time: there are hundreds.
    const tries = formsLike(posts ?? [{ form: {} }]).map(async (form) => {
      const response = await postForm(stack.portalUrl + fillPath(path, ids), form, { cookie });
      const { status } = response;
      const said = withoutScripts(await response.text());
      const raw = RAW_WORDS.exec(said)?.[0];
      const isSaid = status < 400 || /[A-Z][a-z]+ [a-z ,’'“”]{8,}\./.test(said);
      const isRight = raw === undefined && isSaid && (posts ? status < 500 : status === 405);
      if (!isRight) faults.push(`${status} ${raw ?? ""} for ${JSON.stringify(form).slice(0, 150)} to ${path}`);
      posted += 1;
    });
    await Promise.all(tries);
  }
  await stack.stop();
  expect(faults).toEqual([]);
  expect(posted).toBeGreaterThan(200);
});

test("a long form that a page does not take keeps nobody waiting who asks for a page after it", async ({ stack }) => {
  const sizes = Array.from({ length: 10 }, (_, nth) => 50_000 * (nth + 1));
  for (const size of sizes) {
    const refused = await postForm(`${stack.portalUrl}/sign-in/sso`, { filler: "x".repeat(size) });
    expect(refused.status).toBe(405);
    await refused.text();
    const page = await fetch(`${stack.portalUrl}/sign-in`, { signal: AbortSignal.timeout(10_000) });
    expect(page.status, `after ${size} bytes`).toBe(200);
    await page.text();
  }
});
