// The layers of the house: arrows point down only. `npm run check` reads this.

/** What each folder may import, besides itself and npm packages. */
const layers = {
  "app/lib": [],
  "app/ui": ["app/lib"],
  "app/db": ["app/lib", "app/env", "app/log"],
  "app/convoso": ["app/lib", "app/env", "app/log"],
  "app/spool": ["app/lib"],
  "app/features": ["app/convoso", "app/db", "app/spool", "app/lib", "app/env", "app/log"],
  "app/http": ["app/features/auth", "app/features/health", "app/db", "app/lib", "app/env", "app/log"],
  "app/routes": ["app/http", "app/ui", "app/features", "app/db", "app/lib", "app/log"],
  tasks: ["app/features", "app/lib", "app/env", "app/log"],
};

const inFolder = (folder) => `^${folder}/`;
const tests = "\\.test\\.ts$";
const codeOnly = { dependencyTypesNot: ["type-only"] };

/** One rule for each layer: whatever of ours it imports lies in itself or in a layer that is named for it. */
const arrows = Object.entries(layers).map(([from, allowed]) => ({
  name: `${from.replace("app/", "")}-imports-down-only`,
  comment: `${from} may import ${allowed.join(", ") || "nothing of ours"}`,
  severity: "error",
  // tasks/worker.ts is a process: like server.ts, it puts the parts together.
  from: { path: inFolder(from), pathNot: [tests, "^tasks/worker\\.ts$"] },
  to: {
    path: "^(app|tasks|scripts|test|e2e|bench)/",
    pathNot: [inFolder(from), ...allowed.map((path) => `^${path}(/|\\.server\\.ts$)`)],
    ...(["app/ui", "app/http"].includes(from) && codeOnly), // these two may know the shape of what they show
  },
}));

export default {
  forbidden: [
    ...arrows,
    {
      name: "no-cycles",
      comment: "Two modules that need each other are one module, or miss a third.",
      severity: "error",
      from: {},
      to: { circular: true, ...codeOnly },
    },
    {
      name: "routes-are-leaves",
      comment: "Nothing imports a route, but for the files of its own folder.",
      severity: "error",
      from: { path: "^(?!app/routes/)" },
      to: { path: "^app/routes/" },
    },
    {
      name: "routes-do-not-import-each-other",
      comment: "What two of them need belongs to http, ui or a feature.",
      severity: "error",
      from: { path: "^app/routes/([^/$]+)(/|$)" },
      to: { path: "^app/routes/", pathNot: "^app/routes/$1/" },
    },
    {
      name: "routes-do-not-import-each-other-either", // a folder with a parameter, whose $ a pattern cannot repeat
      severity: "error",
      from: { path: "^app/routes/([^/$]+)[$]" },
      to: { path: "^app/routes/", pathNot: "^app/routes/$1[$]" },
    },
    {
      name: "no-test-among-routes",
      comment: "Remix makes a live route of every file there.",
      severity: "error",
      from: { path: `^app/routes/.*${tests}` },
      to: {},
    },
    {
      name: "browser-code-takes-types-only",
      comment: "A .server file that reaches the browser becomes an empty module, without any error.",
      severity: "error",
      from: { path: ["^app/ui/", "^app/lib/(?!.*\\.server\\.)"], pathNot: tests },
      to: { path: "\\.server\\.tsx?$", ...codeOnly },
    },
    {
      name: "app-runs-without-dev-dependencies",
      comment: "The production image holds dependencies only.",
      severity: "error",
      from: { path: "^(app|tasks)/|^(server|pages)\\.ts$|^scripts/migrate\\.ts$", pathNot: tests },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], ...codeOnly },
    },
    {
      name: "imports-resolve",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
