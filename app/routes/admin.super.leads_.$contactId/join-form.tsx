import { Form } from "@remix-run/react";
import { Button } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Menu } from "#app/ui/menu.tsx";

/** Says which other lead is the same person; a page then shows what joining them would change. */
export function JoinForm({ id }: { id: number }) {
  return (
    <Menu label="Merge…">
      <Form method="get" action="/admin/super/identity/change" className="grid gap-2 p-2">
        <input type="hidden" name="join" value={id} />
        <Input label="Lead id of the same person, or #12" name="with" required className="w-56" />
        <Button>Show what would change</Button>
      </Form>
    </Menu>
  );
}
