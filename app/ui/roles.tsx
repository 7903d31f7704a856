import { Form } from "@remix-run/react";
import { createContext, type ReactNode, useContext } from "react";
import { isAtLeast, mayHear, type Role } from "#app/lib/roles.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";

/** The role of the person who views the page. */
export const ViewerRole = createContext<Role>("viewer");

type NeedsRoleProps = { atLeast: Role; toDo?: string; children?: ReactNode };

/**
 * Hides what the viewer's role may not do. `toDo`: what it takes the role for, such as "write a note", to be said where a page
 * would seem to lack something. The server checks the role in any case.
 */
export function NeedsRole({ atLeast, toDo, children }: NeedsRoleProps) {
  const role = useContext(ViewerRole);
  if (isAtLeast(role, atLeast)) return children;
  if (toDo === undefined) return null;
  return (
    <p className="text-sm text-ink-soft">
      You need the role “{atLeast}” to {toDo}.
    </p>
  );
}

/** The campaigns whose calls the viewer of the page may hear as a listener. */
export const HeardCampaigns = createContext<readonly string[]>([]);

/** Whether the viewer of the page may hear calls of this campaign. The server checks it in any case. */
export function useMayHear(campaign: string | null): boolean {
  return mayHear({ role: useContext(ViewerRole), campaigns: useContext(HeardCampaigns) }, campaign);
}

/** Lets a viewer, for whom personal data is masked, see one row in full. The reason goes into the audit log. */
export function RevealForm({ what, id }: { what: "lead" | "call" | "delivery"; id: string }) {
  const role = useContext(ViewerRole);
  if (isAtLeast(role, "operator")) return null;
  return (
    <Form method="post" action="/admin/super/reveal" className="flex flex-wrap items-end gap-2">
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="id" value={id} />
      <Input
        label="Reason for viewing full details"
        name="reason"
        required
        minLength={5}
        most={300}
        maxLength={300}
        className="w-56"
      />
      <Button>Reveal</Button>
    </Form>
  );
}
