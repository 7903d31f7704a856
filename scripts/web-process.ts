import { type Supervisor, spawnPart } from "#scripts/supervise.ts";

/**
 * How Node runs the web process: with a heap that is swept before it has grown much beyond what is in use, and few arenas
 * for what lies outside of it. Left to itself it takes 300 MiB under load instead of 200; sweeping costs a tenth of the
 * processor time. Young objects are swept by one thread: several spend more on each other than they save, and take the
 * processors from PostgreSQL (6 % of the deliveries at 32 connections). The Dockerfile and `npm run web` say the same.
 */
export const WEB_PROCESS = {
  flags: ["--heap-growing-percent=40", "--max-semi-space-size=16", "--no-parallel-scavenge"],
  program: "server.ts",
  env: { MALLOC_ARENA_MAX: "2" },
};

/**
 * Starts a web process that loads its code and then waits. @returns how to let it go on, now that DATABASE_URL is known: it
 * takes deliveries at once, and shows pages as soon as they are built.
 */
export function startWebAhead(): (supervisor: Supervisor, built: Promise<void>) => void {
  const web = spawnPart([...WEB_PROCESS.flags, "scripts/web-in-waiting.ts"], WEB_PROCESS.env);
  const tell = (message: object) => web.send(message, () => {}); // should it be gone, its supervisor says so
  return (supervisor, built) => {
    supervisor.adopt("web", web);
    tell({ DATABASE_URL: process.env.DATABASE_URL });
    built.then(
      () => tell({ isBuilt: true }),
      () => {}, // told by whoever builds
    );
  };
}
