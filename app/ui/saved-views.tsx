import { Form, Link, useLocation } from "@remix-run/react";
import type { SavedView } from "#app/db/people/saved-views.server.ts";
import type { ViewedList } from "#app/lib/viewed-lists.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Menu } from "#app/ui/menu.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";

/** A view as somebody sees it. */
export type ShownView = Pick<SavedView, "id" | "name" | "query" | "is_shared"> & { mayRemove: boolean };

const ACTION = "/admin/super/views";

/** The views of a list, and a form that saves what is picked now as one. */
export function SavedViews({ list, views }: { list: ViewedList; views: ShownView[] }) {
  const { search } = useLocation();
  const query = search.replace(/^\?/, "");
  return (
    <Menu label="Views">
      {views.length > 0 && (
        <ul aria-label="Saved views" className="mb-2 border-b border-line pb-2">
          {views.map((view) => (
            <li key={view.id} className="flex items-center gap-1">
              <Link
                to={`?${view.query}`}
                aria-current={view.query === query ? "true" : undefined}
                className="min-w-0 flex-1 rounded-md px-2.5 py-1.5 text-sm text-ink hover:bg-sunken aria-[current]:font-semibold"
              >
                {view.name}
                {view.is_shared && <span className="ms-1.5 text-xs font-normal text-ink-faint">shared</span>}
              </Link>
              {view.mayRemove && (
                <Form method="post" action={ACTION}>
                  {Object.entries({ intent: "remove", id: view.id, list, query }).map(([name, value]) => (
                    <input key={name} type="hidden" {...{ name, value }} />
                  ))}
                  <Button look="quiet" className="px-2" aria-label={`Remove view ${view.name}`}>
                    ×
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      <Form method="post" action={ACTION} className="grid gap-2 p-2">
        <input type="hidden" name="list" value={list} />
        <input type="hidden" name="query" value={query} />
        <Input
          label="Save this view as"
          hint="Keeps filters, columns and order."
          name="name"
          required
          most={80}
          autoComplete="off"
        />
        <NeedsRole atLeast="operator">
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" name="shared" value="yes" className="size-4" />
            Share with everyone
          </label>
        </NeedsRole>
        <Button>Save view</Button>
      </Form>
    </Menu>
  );
}
