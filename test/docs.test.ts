import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

/** Generated from a measurement, whose profile names the files of that day. */
const GENERATED = "docs/performance.md";

const pages = ["README.md", "STYLE.md", "SECURITY.md", ...globSync("docs/**/*.md")].filter(
  (page) => page !== GENERATED,
);
const textOf = (page: string) => readFileSync(page, "utf8");

/** A path from the root, wherever it stands in the text. `*` and `…` stand for anything. */
const PATH = /(?<![\w/.-])(?:app|bench|docs|e2e|migrations|public|scripts|tasks|test)\/[\w.$*…/-]*[\w*…]/g;
/** A file in the root, as `code`. */
const ROOT_FILE = /`([\w.-]+\.(?:ts|mjs|js|json|yaml|md))`(?!\])/g;
const LINK = /\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g;

for (const page of pages) {
  test(`every file, link and heading that ${page} names exists`, () => {
    const text = textOf(page);
    for (const [path] of text.matchAll(PATH)) {
      assert.ok(globSync(path.replaceAll("…", "*")).length > 0, `there is no ${path}`);
    }
    for (const [, link, picture] of text.matchAll(LINK)) {
      const [path = "", heading] = (link ?? picture ?? "").split("#");
      if (path.includes("://")) continue;
      const file = path === "" ? page : join(dirname(page), path);
      assert.ok(existsSync(file), `there is no ${file}`);
      if (heading) assert.ok(headings(file).includes(heading), `${file} has no heading #${heading}`);
    }
  });
}

test("README.md and docs/performance.md have at most 150 lines", () => {
  for (const page of ["README.md", GENERATED]) assert.ok(textOf(page).trimEnd().split("\n").length <= 150, page);
});

test("every file of the root that README.md names exists", () => {
  for (const [, file = ""] of textOf("README.md").matchAll(ROOT_FILE))
    assert.ok(existsSync(file), `there is no ${file}`);
});

test("every command that the docs name exists", () => {
  const { scripts } = JSON.parse(textOf("package.json"));
  for (const page of pages) {
    for (const [, name = ""] of textOf(page).matchAll(/npm run ([\w-]+)/g)) {
      assert.ok(name in scripts, `${page} names npm run ${name}`);
    }
  }
});

test("every setting that the docs name is in .env.example", () => {
  const settings = new Set([...textOf(".env.example").matchAll(/^([A-Z][A-Z_]+)=/gm)].map(([, name]) => name));
  const elsewhere = new Set(["POSTGRES_PASSWORD", "PORTAL_PASSWORD", "EMPTY_DATABASE_URL"]);
  for (const page of globSync("docs/guide/*.md")) {
    for (const [name] of textOf(page).matchAll(/\b[A-Z]+_[A-Z_]+\b/g)) {
      assert.ok(settings.has(name) || elsewhere.has(name), `${page} names ${name}`);
    }
  }
});

test("every label that the guide shows in bold is a label of the portal", () => {
  const portal = globSync("app/{lib,routes,ui}/**/*.{ts,tsx}").map(textOf).join("\n");
  const composed = new Set(["Export CSV", "Export NDJSON"]);
  for (const page of globSync("docs/guide/*.md")) {
    for (const [, label = ""] of textOf(page).matchAll(/\*\*([^*]+)\*\*/g)) {
      const words = label.replace(/\s+/g, " ");
      assert.ok(portal.includes(words) || composed.has(words), `${page} shows “${words}”`);
    }
  }
});

/** The anchors of a page's headings, as GitHub makes them. */
function headings(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}

test("each decision has its own number", () => {
  const numbers = globSync("docs/decisions/*.md").map((path) => path.split("/").at(-1)?.slice(0, 4));
  assert.deepEqual(numbers.length, new Set(numbers).size);
});
