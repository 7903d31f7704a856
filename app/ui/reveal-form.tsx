import { Form } from "@remix-run/react";
import { useContext } from "react";
import { isAtLeast } from "#app/lib/roles.ts";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/field.tsx";
import { ViewerRole } from "#app/ui/needs-role.tsx";

/** For viewers, to whom personal data is masked: asks to see that of one row, for a reason that the audit keeps. */
export function RevealForm({ what, id }: { what: "lead" | "call" | "delivery"; id: string }) {
  const role = useContext(ViewerRole);
  if (isAtLeast(role, "operator")) return null;
  return (
    <Form method="post" action="/admin/super/reveal" className="flex flex-wrap items-end gap-2">
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="id" value={id} />
      <Input label="Why you need it whole" name="reason" required minLength={5} maxLength={300} className="w-56" />
      <Button>Reveal</Button>
    </Form>
  );
}
