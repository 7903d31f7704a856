import { startFilledServer } from "./filled-server.ts";
import { type Case, listCases } from "./screens/cases.ts";
import { reportScreens, type ScreenRow, type ScreensFigures, type Times } from "./screens/report.ts";
import { pickSamples, type Samples } from "./screens/samples.ts";
import { type Browser, signIn } from "./screens/signed-in.ts";
import type { Stage, Stand } from "./stage.ts";
import { type Contender, startContender } from "./start-contender.ts";

/**
 * `rounds`: so often every page is asked before any is measured, since what they share is compiled for good only then.
 * `warmUp`: so often each is asked just before it is measured, so that no empty cache is. `turns`: so often it is measured;
 * `boundedTurns`: a bounded search, which takes its seconds by design.
 */
const QUICK = { sizes: [10_000, 100_000], rounds: 1, warmUp: 1, turns: 4, boundedTurns: 1 };
const FULL = { sizes: [10_000, 1_000_000, 10_000_000], rounds: 5, warmUp: 3, turns: 20, boundedTurns: 5 };
type Plan = typeof QUICK;
const PASSWORD = "a password for the bench";

export const screens: Stage<ScreensFigures> = { title: "Screens", measure: measureScreens, report: reportScreens };

type Portal = { size: number; web: Contender; ask: Browser; samples: Samples };

/** One production web process for each size, all at the same time; each page is asked of all of them in turn. */
async function measureScreens({ isFull, filledDir, tell }: Stand): Promise<ScreensFigures> {
  const plan = isFull ? FULL : QUICK;
  const { sizes, rounds, turns, boundedTurns } = plan;
  const server = await startFilledServer(sizes, { filledDir, tell });
  const portals: Portal[] = [];
  try {
    for (const size of sizes) {
      const url = server.url(size);
      const web = await startContender("server.ts", [], { DATABASE_URL: url, ADMIN_PASSWORD: PASSWORD });
      const ask = await signIn(web.port, PASSWORD);
      portals.push({ size, web, ask, samples: await pickSamples(url, size) });
    }
    const rows: ScreenRow[] = [];
    const cases = listCases(new Date());
    const start = performance.now();
    for (let time = 0; time < rounds; time++) await askAll(cases, portals);
    tell(`every page asked ${rounds}× first, in ${Math.round((performance.now() - start) / 1000)} s`);
    for (const one of cases) {
      const row = await measureCase(one, portals, one.isBounded ? { ...plan, warmUp: 0, turns: boundedTurns } : plan);
      tell(`${row.tab}, ${row.name}: ${sizes.map((size) => row.page[size]?.p95).join(" · ")} ms`);
      rows.push(row);
    }
    return { sizes, turns, rows };
  } finally {
    for (const { web } of portals) await web.stop();
    await server.stop();
  }
}

async function askAll(cases: readonly Case[], portals: readonly Portal[]): Promise<void> {
  for (const { path, isBounded } of cases) {
    if (isBounded) continue;
    for (const { ask, samples } of portals) {
      const url = path(samples, 0);
      for (const each of [url, dataOf(url)]) await ask(each);
    }
  }
}

async function measureCase({ tab, name, path, isBounded }: Case, portals: Portal[], plan: Plan): Promise<ScreenRow> {
  const page = new Map<number, number[]>(portals.map(({ size }) => [size, []]));
  const data = new Map<number, number[]>(portals.map(({ size }) => [size, []]));
  for (let turn = -plan.warmUp; turn < plan.turns; turn++) {
    for (const { size, ask, samples } of portals) {
      const url = path(samples, turn + plan.warmUp);
      const whole = await ask(url);
      const loaders = await ask(dataOf(url));
      if (turn < 0) continue;
      page.get(size)?.push(whole);
      data.get(size)?.push(loaders);
    }
  }
  const timesOf = (measured: Map<number, number[]>) =>
    Object.fromEntries([...measured].map(([size, values]): [number, Times] => [size, timesIn(values)]));
  return { tab, name, isBounded: isBounded ?? false, page: timesOf(page), data: timesOf(data) };
}

/** Where the same page is asked for its data only, as the browser does when it goes from page to page. */
function dataOf(url: string): string {
  if (url.startsWith("/api/")) return url;
  const [path, query] = url.split("?");
  return `${path}.data${query ? `?${query}` : ""}`;
}

function timesIn(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN).toFixed(2));
  return { p50: at(0.5), p95: at(0.95) };
}
