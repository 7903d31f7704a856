import { Form, useLocation } from "@remix-run/react";
import { Button } from "#app/ui/buttons.tsx";
import { FILTERS } from "#app/ui/filter-bar.tsx";
import { Fold } from "#app/ui/fold.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";

/** The id of the form for the check boxes of the table. */
export const CHOOSING = "choosing";

/** Which calls: those that are ticked, or all of the filter. */
type Which = { label: string; form: string; all?: true };
const WHICH: Which[] = [
  { label: "Chosen calls", form: CHOOSING },
  { label: "All that match", form: FILTERS, all: true },
];

function Act({ which, to, children }: { which: Which; to: string; children: string }) {
  return (
    <Button form={which.form} formAction={`/admin/super/${to}/new`} {...(which.all && { name: "all", value: "1" })}>
      {children} <span className="sr-only">{which.label.toLowerCase()}</span>
    </Button>
  );
}

/** What people do with calls: each button leads to a page that counts them first. */
function Acts({ which }: { which: Which }) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="float-start me-1.5 text-xs text-ink-soft">{which.label}</legend>
      <Act {...{ which }} to="fetches">
        Fetch again…
      </Act>
      <Act {...{ which }} to="note-runs">
        Add note…
      </Act>
      <NeedsRole atLeast="admin">
        <Act {...{ which }} to="holds">
          Put on hold…
        </Act>
        <Act {...{ which }} to="evidence">
          Hand over…
        </Act>
      </NeedsRole>
    </fieldset>
  );
}

export function FetchBar() {
  const { search } = useLocation();
  const back = search.replace(/^\?/, "");
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2 print:hidden">
      <NeedsRole atLeast="operator" toDo="fetch recordings again or write notes">
        <Fold label="With these calls">
          <Form id={CHOOSING} method="get" action="/admin/super/fetches/new" className="hidden">
            <input type="hidden" name="back" value={back} />
          </Form>
          {WHICH.map((which) => (
            <Acts key={which.label} which={which} />
          ))}
        </Fold>
      </NeedsRole>
    </div>
  );
}
