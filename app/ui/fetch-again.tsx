import { Form, useLocation } from "@remix-run/react";
import { buttonClass } from "#app/ui/button-class.ts";
import { NeedsRole } from "#app/ui/needs-role.tsx";

/** Like a link, so that a list of many stays quiet. */
const SMALL = "cursor-pointer py-1 text-xs font-medium text-accent underline-offset-2 hover:underline";

/** Has a call's recording searched for again at once, and comes back to the page where it was asked. */
export function FetchAgain({ callId, isSmall = false }: { callId: string; isSmall?: boolean }) {
  const { pathname, search } = useLocation();
  return (
    <NeedsRole atLeast="operator">
      <Form method="post" action={`/admin/super/calls/${encodeURIComponent(callId)}`} preventScrollReset>
        <input type="hidden" name="back" value={pathname + search} />
        <button
          type="submit"
          aria-label={`Fetch again now: the recording of call ${callId}`}
          className={isSmall ? SMALL : buttonClass()}
        >
          Fetch again now
        </button>
      </Form>
    </NeedsRole>
  );
}
