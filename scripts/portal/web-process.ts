import { type Supervisor, spawnPart } from "#scripts/portal/supervise.ts";

/** The web process. Few arenas for memory outside of the heap, which otherwise grows with the cores. The Dockerfile says the same. */
export const WEB_PROCESS = { program: "server.ts", env: { MALLOC_ARENA_MAX: "2" } };

/**
 * Starts a web process that loads its code and then waits. @returns how to let it go on, now that DATABASE_URL is known: it
 * takes deliveries at once, and shows pages as soon as they are built.
 */
export function startWebAhead(): (supervisor: Supervisor, built: Promise<void>) => void {
  const web = spawnPart(["scripts/portal/web-in-waiting.ts"], WEB_PROCESS.env);
  const tell = (message: object) => web.send(message, () => {}); // should it be gone, its supervisor says so
  return (supervisor, built) => {
    supervisor.adopt("web", web);
    tell({ DATABASE_URL: process.env.DATABASE_URL });
    built.then(
      () => tell({ isBuilt: true }),
      () => {}, // the build tells
    );
  };
}
