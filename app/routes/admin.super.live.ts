import type { Database } from "#app/db/connection/pool.server.ts";
import { isSessionOpen } from "#app/features/auth/sessions.server.ts";
import { findWorkers } from "#app/features/jobs/find-workers.server.ts";
import { askForChanges, isWatchingPossible, mayWatch, watchChanges } from "#app/features/live/watch-changes.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { type EventStream, eventStream, oneEvent } from "#app/http/event-stream.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";

/**
 * Tells an open page when to reload its data: `change` with the kinds of change, `lost` while changes are missed, `off` where
 * none are told. Never the changed data, which the page loads with its own viewer's rights. `since`: when it was loaded.
 * With `ask` it answers at once whether anything changed.
 */
export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, request }) => {
  const query = new URL(request.url).searchParams;
  const since = Number(request.headers.get("last-event-id") ?? query.get("since"));
  if (query.has("ask")) return Response.json(askForChanges(since), { headers: { "Cache-Control": "no-store" } });
  if (!isWatchingPossible()) return oneEvent("off");
  const owner = (await readSessionToken(request)) ?? "";
  if (!mayWatch(owner)) throw new Response("Too many live pages are open. Close some of them.", { status: 429 });
  const tellOfWorkers = await watchWorkers(db);
  return eventStream({
    signal: request.signal,
    beat: async ({ send }) => {
      if (!(await isStillSignedIn(db, owner))) return false;
      await tellOfWorkers(send);
      return true;
    },
    open: ({ send, end }) =>
      watchChanges({ owner, changed: (kinds) => send("change", kinds), lost: () => send("lost", null), end }, since),
  });
});

/** Also true while the database is unreachable, because then nobody can tell. */
async function isStillSignedIn(db: Database, token: string): Promise<boolean> {
  try {
    return await isSessionOpen(db, token);
  } catch {
    return true;
  }
}

/** A worker that dies announces nothing, so each beat looks whether one runs. */
async function watchWorkers(db: Database): Promise<(send: EventStream["send"]) => Promise<void>> {
  let { running } = await findWorkers(db);
  return async (send) => {
    const workers = await findWorkers(db).catch(() => null); // the page is told of the database itself
    if (workers && workers.running > 0 !== running > 0) send("change", ["workers"]);
    running = workers?.running ?? running;
  };
}
