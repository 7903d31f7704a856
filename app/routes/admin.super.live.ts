import type { LoaderFunctionArgs } from "@remix-run/node";
import { pool } from "#app/db/pool.server.ts";
import { isSessionOpen } from "#app/features/auth/sessions.server.ts";
import { mayWatch, watchChanges } from "#app/features/live/watch-changes.server.ts";
import { eventStream } from "#app/http/event-stream.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";

/**
 * Tells an open page when to look again: `change` with the kinds of what changed, `lost` while changes are missed. Never
 * what changed: a page reads that itself, as whoever looks at it. `since` is the moment of what the page shows.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  const owner = (await readSessionToken(request)) ?? "";
  if (!mayWatch(owner)) throw new Response("Too many live pages are open.", { status: 429 });
  const since = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("since");
  return eventStream({
    signal: request.signal,
    isWelcome: () => isStillSignedIn(owner),
    open: ({ send, end }) =>
      watchChanges(
        { owner, changed: (kinds) => send("change", kinds), lost: () => send("lost", null), end },
        Number(since),
      ),
  });
}

/** True also while nobody can tell, because the database is away. */
async function isStillSignedIn(token: string): Promise<boolean> {
  try {
    return await isSessionOpen(await pool(), token);
  } catch {
    return true;
  }
}
