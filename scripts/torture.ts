// npm run torture: kills everything under load and counts what became of each delivery; about ten minutes.
// `npm run torture -- short` is what `npm test` runs. `-- full 7` takes another seed.

import { buildIfNeeded } from "#scripts/build.ts";
import { describeMachine } from "../bench/describe-machine.ts";
import { reportTable, writeReport } from "../bench/torture/report.ts";
import { FULL, SHORT } from "../bench/torture/rounds.ts";
import { runTorture } from "../bench/torture/run-torture.ts";

const [form = "full", seed = "1"] = process.argv.slice(2);
process.on("disconnect", () => process.exit(1));
await buildIfNeeded();
const result = await runTorture(form === "short" ? SHORT : FULL, {
  seed: Number(seed),
  tell: (line) => console.log(line),
  patienceSeconds: 240,
});
console.log(`\n${describeMachine()}\n\n${reportTable(result)}`);
if (form === "full") writeReport(result);
const isClean = result.rounds.every(({ lost, duplicated }) => lost + duplicated === 0);
process.exit(isClean && result.recordings.wrong === 0 ? 0 : 1);
