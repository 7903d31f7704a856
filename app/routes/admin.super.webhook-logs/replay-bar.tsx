import { Form, useLocation } from "@remix-run/react";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { FILTERS } from "#app/ui/filter-bar.tsx";
import { Fold } from "#app/ui/fold.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";

/** The id of the form for the check boxes of the table. */
export const CHOOSING = "choosing";

/** Replays the chosen deliveries, or all that match the filter. Each begins with a dry run. */
export function ReplayBar({ hasRows, failed }: { hasRows: boolean; failed: number }) {
  const { search } = useLocation();
  const back = search.replace(/^\?/, "");
  const allFailed = new URLSearchParams({ all: "1", outcome: "failed", back });
  if (!hasRows && failed === 0) return null;
  return (
    <div className="mb-3 print:hidden flex flex-wrap items-center gap-2">
      <NeedsRole atLeast="operator" toDo="replay deliveries">
        <Fold label="Replay">
          {hasRows && (
            <>
              <Form id={CHOOSING} method="get" action="/admin/super/replays/new">
                <input type="hidden" name="back" value={back} />
                <Button>Replay chosen…</Button>
              </Form>
              <Button form={FILTERS} formAction="/admin/super/replays/new" name="all" value="1">
                Replay all that match…
              </Button>
            </>
          )}
          {failed > 0 && (
            <LinkButton to={`/admin/super/replays/new?${allFailed}`}>Replay {formatNumber(failed)} failed…</LinkButton>
          )}
        </Fold>
      </NeedsRole>
    </div>
  );
}
