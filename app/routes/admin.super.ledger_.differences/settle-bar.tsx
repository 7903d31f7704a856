import { Form, useLocation } from "@remix-run/react";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";

/** The id of the form for the check boxes of the table. */
export const CHOOSING = "choosing";

/** Fixes or accepts the chosen differences, or all that match the filter, after a page that counts them. */
export function SettleBar() {
  const { search } = useLocation();
  const back = search.replace(/^\?/, "");
  const all = new URLSearchParams(search);
  for (const name of ["before", "after"]) all.delete(name);
  all.set("all", "1");
  all.set("back", back);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 print:hidden">
      <NeedsRole atLeast="operator" toDo="fix or accept differences">
        <Form id={CHOOSING} method="get" action="/admin/super/ledger/settle">
          <input type="hidden" name="back" value={back} />
          <Button>Fix or accept chosen…</Button>
        </Form>
        <LinkButton to={`/admin/super/ledger/settle?${all}`}>Fix or accept all that match…</LinkButton>
      </NeedsRole>
    </div>
  );
}
