import type { Database } from "#app/db/connection/pool.server.ts";
import { listViews } from "#app/db/people/saved-views.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { mayRemoveView } from "#app/features/views/save-view.server.ts";
import type { ViewedList } from "#app/lib/viewed-lists.ts";

/** The views of a list as this admin sees them: not whose they are, but whether they may remove them. */
export async function listShownViews(db: Database, list: ViewedList, admin: Admin) {
  const views = await listViews(db, list, admin.actor);
  return views.map((view) => {
    const { id, name, query, is_shared } = view;
    return { id, name, query, is_shared, mayRemove: mayRemoveView(view, admin) };
  });
}
