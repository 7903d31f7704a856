import { Form } from "@remix-run/react";
import type { FoundPerson, PersonCounts } from "#app/db/erasures.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

const parts: { key: keyof PersonCounts; what: string; becomes: string }[] = [
  { key: "leads", what: "Leads (contacts)", becomes: "Deleted" },
  {
    key: "calls",
    what: "Calls (calls)",
    becomes: "Kept for statistics without lead, phone, comment, other fields and recording link",
  },
  { key: "recordingSearches", what: "Searches for recordings (pending_recordings)", becomes: "Deleted" },
  {
    key: "deliveries",
    what: "Deliveries (call_events)",
    becomes: "Body, headers and query blanked; the line in the ledger stays",
  },
  { key: "auditEntries", what: "Admin actions that name the number (audit_log)", becomes: "The number blanked" },
];

const SHOWN_LEADS = 20;

/** What would be erased, row by row of every table, and the button that does it. */
export function ConfirmCard({ found, shown }: { found: FoundPerson; shown: string }) {
  const { counts, leadIds } = found;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <Card title={`About ${shown}`} flush>
      <DataTable
        caption="What would be erased"
        columns={[
          { header: "Where", cell: ({ what }) => what },
          { header: "What becomes of it", cell: ({ becomes }) => <span className="text-ink-soft">{becomes}</span> },
          { header: "Rows", align: "end", cell: ({ key }) => formatNumber(counts[key]) },
        ]}
        rows={parts}
        rowKey={({ key }) => key}
      />
      <div className="grid gap-3 p-4 text-sm">
        {leadIds.length > 0 && (
          <p>
            The leads:{" "}
            {leadIds.slice(0, SHOWN_LEADS).map((id) => (
              <TextLink key={id} to={`/admin/super/leads/${id}`} className="me-2">
                #{id}
              </TextLink>
            ))}
            {leadIds.length > SHOWN_LEADS && `and ${formatNumber(leadIds.length - SHOWN_LEADS)} more`}
          </p>
        )}
        {total === 0 && <p>Nothing here names this number. Erasing makes a certificate that says so.</p>}
        <Notice tone="bad" title="This cannot be undone">
          <p>
            Backups and Convoso itself are not reached. A delivery about this number that comes later starts afresh.
          </p>
          <Form method="post" reloadDocument className="mt-3 grid gap-3">
            <input type="hidden" name="intent" value="erase" />
            <label className="flex items-center gap-2">
              <input type="checkbox" name="sure" value="yes" required />
              This is the right person, and {formatNumber(total)} rows shall change
            </label>
            <Button look="danger" className="justify-self-start">
              Erase for good
            </Button>
          </Form>
        </Notice>
      </div>
    </Card>
  );
}
