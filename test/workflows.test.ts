import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";

type Step = { uses?: string; run?: string; with?: Record<string, unknown> };
type Job = { uses?: string; needs?: string; steps?: Step[]; strategy?: { matrix: { os: string[] } } };
type Workflow = { on: Record<string, { branches?: string[]; tags?: string[] } | null>; jobs: Record<string, Job> };

const read = (name: string): Workflow => parse(readFileSync(`.github/workflows/${name}.yaml`, "utf8"));

test("every change is checked and tested on Linux and macOS", () => {
  const { on, jobs } = read("check");
  assert.deepEqual(Object.keys(on), ["push", "pull_request", "workflow_call"]);
  assert.deepEqual(
    jobs.check?.strategy?.matrix.os.map((os) => os.split("-")[0]),
    ["ubuntu", "macos"],
  );
  const runs = jobs.check?.steps?.map(({ run }) => run);
  for (const command of ["npm run check", "npm test"]) assert.ok(runs?.includes(command), command);
});

test("on Linux no test is skipped there for want of a program or of the history", () => {
  const steps = read("check").jobs.check?.steps ?? [];
  const installed = steps.find(({ run }) => run?.includes("apt-get install"))?.run;
  for (const program of ["haproxy", "pgbouncer"]) assert.match(installed ?? "", new RegExp(`\\b${program}\\b`));
  const checkout = steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
  assert.equal(checkout?.with?.["fetch-depth"], 0);
});

test("only a tag makes an image: checked before, for both processors, with what is in it and where it was built", () => {
  const { on, jobs } = read("release");
  assert.deepEqual(on, { push: { tags: ["v*"] } });
  assert.equal(jobs.check?.uses, "./.github/workflows/check.yaml");
  assert.equal(jobs.image?.needs, "check");
  const build = jobs.image?.steps?.find(({ uses }) => uses?.startsWith("docker/build-push-action@"));
  const { platforms, sbom, provenance, push } = build?.with ?? {};
  assert.deepEqual([platforms, sbom, provenance, push], ["linux/amd64,linux/arm64", true, "mode=max", true]);
});

test("no workflow but the release may write anything", () => {
  for (const path of globSync(".github/workflows/*.yaml")) {
    const writes = /: write$/m.test(readFileSync(path, "utf8"));
    assert.equal(writes, path.endsWith("release.yaml"), path);
  }
});
