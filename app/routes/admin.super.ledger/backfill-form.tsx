import { Form } from "@remix-run/react";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/notices.tsx";

/** Has the ledger begin earlier than it does. */
export function BackfillForm({ most, error }: { most: number; error: string | undefined }) {
  return (
    <Card title="Compare earlier days" className="mt-4">
      <Form method="post" className="grid gap-3">
        {error !== undefined && <Notice tone="bad" title={error} role="alert" />}
        <p className="text-sm text-ink-soft">
          Compares earlier days, the latest first. Each hour needs one request to Convoso for every 500 calls.
        </p>
        <div className="flex flex-wrap items-end gap-2">
          <Input
            label="Days before today"
            name="days"
            type="number"
            min={1}
            max={most}
            required
            className="w-36"
            autoComplete="off"
          />
          <Button>Compare these days</Button>
        </div>
      </Form>
    </Card>
  );
}
