import { Form, useLocation } from "@remix-run/react";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/button.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";

/** The form that the check boxes of the table belong to. */
export const CHOOSING = "choosing";

/** Replays what is chosen in the table, or all that the filter matches, on all pages: each begins with a dry run. */
export function ReplayBar({ hasRows, failed }: { hasRows: boolean; failed: number }) {
  const { search } = useLocation();
  const back = search.replace(/^\?/, "");
  const all = new URLSearchParams(search);
  for (const name of ["before", "after", "live"]) all.delete(name);
  all.set("all", "1");
  all.set("back", back);
  const allFailed = new URLSearchParams({ all: "1", outcome: "failed", back });
  if (!hasRows && failed === 0) return null;
  return (
    <NeedsRole atLeast="operator">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        {hasRows && (
          <>
            <Form id={CHOOSING} method="get" action="/admin/super/replays/new">
              <input type="hidden" name="back" value={back} />
              <Button>Replay chosen…</Button>
            </Form>
            <LinkButton to={`/admin/super/replays/new?${all}`}>Replay all that match…</LinkButton>
          </>
        )}
        {failed > 0 && (
          <LinkButton to={`/admin/super/replays/new?${allFailed}`}>Replay {formatNumber(failed)} failed…</LinkButton>
        )}
      </div>
    </NeedsRole>
  );
}
