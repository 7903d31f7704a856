import { Form } from "@remix-run/react";
import { Button } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";

/** What can be typed into the search for everything. */
export const FIND_PLACEHOLDER = "Phone, name, e-mail, call id, lead id or agent";

/** The search for leads, calls, deliveries and agents, which its page answers. */
export function FindForm() {
  return (
    <Form
      action="/admin/super/search"
      role="search"
      aria-label="Search everything"
      className="flex flex-wrap items-end gap-2"
    >
      <Input
        label="Search"
        type="search"
        name="search"
        placeholder={FIND_PLACEHOLDER}
        autoComplete="off"
        className="max-w-2xl min-w-0 flex-1 basis-52"
      />
      <Button>Search</Button>
    </Form>
  );
}
