import { startFilledServer } from "./filled-server.ts";
import { type Case, listCases } from "./screens/cases.ts";
import { reportScreens, type ScreenRow, type ScreensFigures, type Times } from "./screens/report.ts";
import { pickSamples, type Samples } from "./screens/samples.ts";
import { type Browser, signIn } from "./screens/signed-in.ts";
import type { Stage, Stand } from "./stage.ts";
import { type Contender, startContender } from "./start-contender.ts";

const QUICK = { sizes: [10_000, 100_000], turns: 20 };
const FULL = { sizes: [10_000, 1_000_000, 10_000_000], turns: 20 };
/** Asked first, so that neither the compiler nor an empty cache is measured. */
const WARM_UP = 3;
/** A bounded search takes its seconds by design. */
const BOUNDED_TURNS = 6;
const PASSWORD = "a password for the bench";

export const screens: Stage<ScreensFigures> = { title: "Screens", measure: measureScreens, report: reportScreens };

type Portal = { size: number; web: Contender; ask: Browser; samples: Samples };

/** One production web process for each size, all at the same time; each page is asked of all of them in turn. */
async function measureScreens({ isFull, isKept, tell }: Stand): Promise<ScreensFigures> {
  const { sizes, turns } = isFull ? FULL : QUICK;
  const server = await startFilledServer(sizes, { isKept, tell });
  const portals: Portal[] = [];
  try {
    for (const size of sizes) {
      const url = server.url(size);
      const web = await startContender("server.ts", [], { DATABASE_URL: url, ADMIN_PASSWORD: PASSWORD });
      const ask = await signIn(web.port, PASSWORD);
      portals.push({ size, web, ask, samples: await pickSamples(url, size) });
    }
    const rows: ScreenRow[] = [];
    for (const one of listCases(new Date())) {
      const row = await measureCase(one, portals, one.isBounded ? BOUNDED_TURNS : turns);
      tell(`${row.tab}, ${row.name}: ${sizes.map((size) => row.page[size]?.p95).join(" · ")} ms`);
      rows.push(row);
    }
    return { sizes, turns, rows };
  } finally {
    for (const { web } of portals) await web.stop();
    await server.stop();
  }
}

async function measureCase({ tab, name, path, isBounded }: Case, portals: Portal[], turns: number): Promise<ScreenRow> {
  const page = new Map<number, number[]>(portals.map(({ size }) => [size, []]));
  const data = new Map<number, number[]>(portals.map(({ size }) => [size, []]));
  for (let turn = isBounded ? 0 : -WARM_UP; turn < turns; turn++) {
    for (const { size, ask, samples } of portals) {
      const url = path(samples, turn + WARM_UP);
      const whole = await ask(url);
      const loaders = await ask(url.startsWith("/api/") ? url : toData(url));
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
function toData(url: string): string {
  const [path, query] = url.split("?");
  return `${path}.data${query ? `?${query}` : ""}`;
}

function timesIn(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN).toFixed(2));
  return { p50: at(0.5), p95: at(0.95) };
}
