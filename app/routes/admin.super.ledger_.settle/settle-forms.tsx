import { Form, useNavigation } from "@remix-run/react";
import { formatNumber } from "#app/lib/format-number.ts";
import { LONGEST_NOTE } from "#app/lib/ledger-labels.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/notices.tsx";

const differences = (count: number) => `${formatNumber(count)} ${count === 1 ? "difference" : "differences"}`;

const useIsBusy = () => useNavigation().state === "submitting";

/** Takes Convoso's rows over. */
export function FixForm({ fixable, open }: { fixable: number; open: number }) {
  const isBusy = useIsBusy();
  return (
    <Card title="Fix">
      <div className="grid gap-3 text-sm">
        <p>
          The portal applies Convoso's row of each call like a delivery, with the time of the request to Convoso. Later
          webhooks win, and blank fields erase nothing.
          {fixable < open && " Calls that Convoso does not have cannot be fixed, and the portal deletes no call."}
        </p>
        {fixable > 0 && (
          <Form method="post">
            <Button look="primary" name="intent" value="fix" disabled={isBusy}>
              Fix {differences(fixable)}
            </Button>
          </Form>
        )}
      </div>
    </Card>
  );
}

/** Lets differences stay as they are, with a reason. */
export function AcceptForm({ open, error }: { open: number; error: string | undefined }) {
  const isBusy = useIsBusy();
  return (
    <Card title="Accept">
      <Form method="post" className="grid gap-3 text-sm">
        <p>An accepted difference stays as it is and no longer counts as missing, until it changes.</p>
        {error !== undefined && <Notice tone="bad" title={error} role="alert" />}
        <Input label="Reason" name="note" required most={LONGEST_NOTE} autoComplete="off" />
        <span>
          <Button name="intent" value="accept" disabled={isBusy}>
            Accept {differences(open)}
          </Button>
        </span>
      </Form>
    </Card>
  );
}

/** Takes an acceptance back. */
export function ReopenForm({ accepted }: { accepted: number }) {
  const isBusy = useIsBusy();
  return (
    <Card title="Reopen">
      <Form method="post" className="grid gap-3 text-sm">
        <p>The difference counts as missing again, and its note is removed.</p>
        <span>
          <Button name="intent" value="reopen" disabled={isBusy}>
            Open {differences(accepted)} again
          </Button>
        </span>
      </Form>
    </Card>
  );
}
