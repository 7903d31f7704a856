// The layers of the house: arrows point down only. `npm run check` reads this.

/** What each folder may import, besides itself and npm packages. */
const layers = {
  "app/lib": [],
  "app/ui": ["app/lib"],
  "app/db": ["app/lib", "app/env", "app/log"],
  "app/convoso": ["app/lib", "app/env", "app/log"],
  "app/spool": ["app/lib"],
  "app/store": ["app/lib"],
  "app/features": ["app/convoso", "app/db", "app/spool", "app/store", "app/lib", "app/env", "app/log"],
  "app/http": [
    "app/features/auth",
    "app/features/privacy",
    "app/features/spool",
    "app/db",
    "app/lib",
    "app/env",
    "app/log",
  ],
  "app/routes": ["app/http", "app/ui", "app/features", "app/db", "app/lib", "app/log"],
  tasks: ["app/features", "app/lib", "app/env", "app/log"],
};

/** The rooms of a layer in their order: each imports only itself and rooms that stand before it, so no circle can arise. */
const rooms = {
  // connection, lists and ingest are the engine, which every subject may use
  "app/db":
    "connection lists ingest names dispositions people figures agents jobs notes deliveries leads calls recordings archive keeping ledger replays evidence erasure",
  "app/features":
    "audit live auth runs privacy views notes recordings archive ingest spool webhooks deliveries field-map replays ledger identity erasure keeping evidence dispositions names figures jobs health metrics traces overview export retention test-tools",
};

const inFolder = (folder) => `^${folder}/`;
const tests = "\\.test\\.ts$";
const codeOnly = { dependencyTypesNot: ["type-only"] };

/** One rule for each layer: whatever of ours it imports lies in itself or in a layer that is named for it. */
const arrows = Object.entries(layers).map(([from, allowed]) => ({
  name: `${from.replace("app/", "")}-imports-down-only`,
  comment: `${from} may import ${allowed.join(", ") || "nothing of ours"}`,
  severity: "error",
  // These two run the queue: like server.ts, they put the parts together.
  from: { path: inFolder(from), pathNot: [tests, "^tasks/(worker|run-due-jobs)\\.ts$"] },
  to: {
    path: "^(app|tasks|scripts|test|e2e|bench)/",
    pathNot: [inFolder(from), ...allowed.map((path) => `^${path}(/|\\.server\\.ts$)`)],
    ...(["app/ui", "app/http"].includes(from) && codeOnly), // these two may know the shape of what they show
  },
}));

const orderOfRooms = Object.entries(rooms)
  .map(([layer, names]) => [layer, names.split(" ")])
  .flatMap(([layer, order]) => [
    {
      name: `${layer.replace("app/", "")}-has-these-rooms-only`,
      comment: `A file of ${layer} lies in one of its rooms; a new room gets its place in the order.`,
      severity: "error",
      from: {},
      to: { path: inFolder(layer), pathNot: `^${layer}/(${order.join("|")})/` },
    },
    ...order.map((room, place) => ({
      name: `${layer.replace("app/", "")}-${room}-comes-before`,
      comment: `${layer}/${room} may import ${order.slice(0, place).join(", ") || "no other room"}`,
      severity: "error",
      from: { path: inFolder(`${layer}/${room}`), pathNot: tests },
      to: { path: inFolder(layer), pathNot: `^${layer}/(${order.slice(0, place + 1).join("|")})/` },
    })),
  ]);

export default {
  forbidden: [
    ...arrows,
    ...orderOfRooms,
    {
      name: "only-db-speaks-sql",
      comment: "SQL and connections to PostgreSQL are found below app/db.",
      severity: "error",
      from: { path: "^(app/(?!db/)|tasks/|(server|pages|serverless)\\.ts$)", pathNot: tests },
      to: { path: "node_modules/(slonik|pg|pg-[a-z-]+)/", ...codeOnly },
    },
    {
      name: "production-code-needs-no-scripts",
      comment: "scripts/ holds commands: what the app needs lives in app.",
      severity: "error",
      from: { path: "^(app|tasks)/|^(server|pages|serverless)\\.ts$", pathNot: tests },
      to: { path: "^scripts/" },
    },
    {
      name: "no-cycles",
      comment: "Two modules that need each other are one module, or miss a third.",
      severity: "error",
      from: {},
      to: { circular: true, ...codeOnly },
    },
    {
      name: "routes-are-leaves",
      comment: "Nothing imports a route, except the files of the same folder.",
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
      name: "portal-routes-take-their-database-from-the-guard",
      comment: "adminLoader and adminAction hand it over after they checked who asks.",
      severity: "error",
      from: { path: "^app/routes/admin\\.super" },
      to: { path: "^app/(db/connection/pool|http/or-unavailable)\\.server\\.ts$", ...codeOnly },
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
      from: { path: "^(app|tasks)/|^(server|pages|serverless)\\.ts$|^scripts/migrate\\.ts$", pathNot: tests },
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
