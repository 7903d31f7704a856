import { Form } from "@remix-run/react";
import type { TestDataCounts } from "#app/db/erasure/test-data.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Notice } from "#app/ui/notices.tsx";

type Props = { counts: TestDataCounts; isConfirming: boolean; cleared: TestDataCounts | null };

const names: [keyof TestDataCounts, one: string, many: string][] = [
  ["events", "delivery", "deliveries"],
  ["calls", "call", "calls"],
  ["contacts", "lead", "leads"],
  ["agents", "agent", "agents"],
];

const total = (counts: TestDataCounts) => names.reduce((sum, [key]) => sum + counts[key], 0);

/** "3 deliveries, 1 call, 1 lead and 0 agents". */
function inWords(counts: TestDataCounts): string {
  const parts = names.map(([key, one, many]) => `${formatNumber(counts[key])} ${counts[key] === 1 ? one : many}`);
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Clears test data in two steps: the first shows how many rows will be deleted. */
export function ClearCard({ counts, isConfirming, cleared }: Props) {
  return (
    <Card title="Clear test data" id="clear">
      <div role="status" className="not-empty:mb-3">
        {cleared !== null && (
          <Notice tone="ok" title="Test data cleared">
            {inWords(cleared)} were deleted.
          </Notice>
        )}
      </div>
      <div className="grid gap-3 text-sm">
        <p className="text-ink-soft">
          Test data is everything these tools made, and everything whose id starts with{" "}
          <code className="font-mono text-xs">test-</code> or that came with the header{" "}
          <code className="font-mono text-xs">x-test-data</code>. Nothing else is deleted, and a test lead or agent of a
          real call is kept.
        </p>
        {total(counts) === 0 ? (
          <p>There is no test data now.</p>
        ) : isConfirming ? (
          <Notice tone="bad" title={`Delete ${formatNumber(total(counts))} rows permanently?`}>
            <p>{inWords(counts)} will be deleted. This cannot be undone.</p>
            <Form method="post" action="?#clear" className="mt-3 flex gap-2" preventScrollReset>
              <input type="hidden" name="intent" value="clear" />
              <Button look="danger">Delete {formatNumber(total(counts))} rows</Button>
              <LinkButton to="?#clear" preventScrollReset>
                Keep them
              </LinkButton>
            </Form>
          </Notice>
        ) : (
          <div className="flex flex-wrap items-center gap-3">
            <LinkButton to="?clear=confirm#clear" preventScrollReset>
              Clear test data…
            </LinkButton>
            <span className="text-ink-soft">{inWords(counts)}</span>
          </div>
        )}
      </div>
    </Card>
  );
}
