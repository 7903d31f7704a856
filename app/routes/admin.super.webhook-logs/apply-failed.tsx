import { Form } from "@remix-run/react";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/button.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { Notice } from "#app/ui/notice.tsx";

/** Hands all failed deliveries to the worker, which applies them again one by one. */
export function ApplyFailed({ failed }: { failed: number }) {
  if (failed === 0) return null;
  return (
    <NeedsRole atLeast="operator">
      <Form method="post">
        <Button>Apply {formatNumber(failed)} failed again</Button>
      </Form>
    </NeedsRole>
  );
}

export function Queued({ isQueued }: { isQueued: boolean }) {
  if (!isQueued) return null;
  return (
    <div className="mb-4">
      <Notice tone="info" title="The worker applies them again" role="status">
        Those that succeed leave this list. Load the page again to see how far it is.
      </Notice>
    </div>
  );
}
