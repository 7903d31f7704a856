import { Form } from "@remix-run/react";
import { Button } from "#app/ui/button.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import type { ShownEvent } from "./show-event.server.ts";

/** The way to apply a delivery that was not, once its fault is mended or our code understands it. */
export function ApplyAgain({ event }: { event: ShownEvent }) {
  const isApplicable = (event.outcome === "failed" || event.outcome === "invalid") && event.body !== null;
  if (!isApplicable) return null;
  return (
    <NeedsRole atLeast="operator">
      <Form method="post" className="mt-2">
        <Button>Apply again</Button>
      </Form>
    </NeedsRole>
  );
}
