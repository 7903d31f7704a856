import { Form, useLocation } from "@remix-run/react";
import type { LedgerDifference } from "#app/db/ledger/differences.server.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";

/** What can be done with one difference: fix it at once, or accept it with a note, or take that back. */
export function RowActions({ difference: { id, call_id, state, can_fix } }: { difference: LedgerDifference }) {
  const { search } = useLocation();
  const settle = new URLSearchParams({ difference: String(id), back: search.replace(/^\?/, "") });
  const link = (words: string) => (
    <LinkButton to={`/admin/super/ledger/settle?${settle}`} look="quiet" aria-label={`${words} call ${call_id}`}>
      {words}…
    </LinkButton>
  );
  if (state === "accepted") return <span className="-my-1.5 block -mx-3">{link("Reopen")}</span>;
  if (state !== "open") return null;
  return (
    <span className="-my-1.5 flex gap-1 max-md:-ms-3 md:-mx-3 md:flex-col md:items-start">
      {can_fix && (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="difference" value={id} />
          <Button look="quiet" name="intent" value="fix" aria-label={`Fix call ${call_id}`}>
            Fix
          </Button>
        </Form>
      )}
      {link("Accept")}
    </span>
  );
}
