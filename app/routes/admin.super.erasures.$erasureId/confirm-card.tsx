import { Form } from "@remix-run/react";
import type { FoundLead, FoundPerson, PersonCounts } from "#app/db/erasure/erasures.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { DataTable } from "#app/ui/tables.tsx";
import { HeldNotice } from "./held-notice.tsx";

const parts: { key: keyof PersonCounts; what: string; becomes: string }[] = [
  { key: "leads", what: "Leads (contacts)", becomes: "Deleted with their notes" },
  {
    key: "calls",
    what: "Calls (calls)",
    becomes: "Kept for statistics without lead, phone, comment, notes, other fields and recording link",
  },
  { key: "recordingSearches", what: "Searches for recordings (pending_recordings)", becomes: "Deleted" },
  {
    key: "recordings",
    what: "Recordings in the archive (archived_recordings)",
    becomes: "Deleted with their files, waveforms and custody log",
  },
  {
    key: "deliveries",
    what: "Deliveries (call_events)",
    becomes: "Body, headers, query and errors are removed; the line in the Webhook Logs stays",
  },
  {
    key: "auditEntries",
    what: "Admin actions that mention the person (audit_log)",
    becomes: "The details are removed",
  },
  { key: "mentions", what: "Other rows and settings that mention the person", becomes: "Only the mention is removed" },
];

/** Each lead that may be the person, what would change, and the button that erases. */
export function ConfirmCard({ found, shown }: { found: FoundPerson; shown: string }) {
  const { counts, leads, searchedFor, common, note, held } = found;
  const selected = leads.filter(({ isSure }) => isSure);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <Form method="post" reloadDocument className="grid gap-4">
      {note !== null && <Notice tone="warn" title={note} />}
      {held !== null && <HeldNotice held={held} />}
      <Card title={leads.length === 1 ? "1 lead was found" : `${formatNumber(leads.length)} leads were found`} flush>
        {leads.length === 0 ? (
          <p className="p-4 text-sm text-ink-soft">No lead has {shown}.</p>
        ) : (
          <>
            <p className="p-4 text-sm text-ink-soft">
              Select the leads that are this person. The portal keeps every other lead with what it shares, and removes
              only what mentions the person there. Leads with another name are not selected at first.
            </p>
            <ul className="divide-y divide-line border-t border-line text-sm">
              {leads.map((lead) => (
                <LeadChoice key={lead.id} lead={lead} />
              ))}
            </ul>
            <div className="border-t border-line p-4">
              <Button name="intent" value="look" formNoValidate>
                Show what this selection would erase
              </Button>
            </div>
          </>
        )}
      </Card>
      <Card title="What would be erased" flush>
        <p className="p-4 text-sm text-ink-soft">{figuresOf(selected, shown)}</p>
        <DataTable
          caption="What would be erased"
          columns={[
            { header: "Where", cell: ({ what }) => what },
            { header: "What happens", cell: ({ becomes }) => <span className="text-ink-soft">{becomes}</span> },
            { header: "Rows", align: "end", cell: ({ key }) => formatNumber(counts[key]) },
          ]}
          rows={parts}
          rowKey={({ key }) => key}
        />
        <div className="grid gap-3 p-4 text-sm">
          <p>Searched for: {searchedFor.join(", ")}.</p>
          {common.length > 0 && <p>Not searched for, because many leads have it: {common.join(", ")}.</p>}
          {total === 0 && <p>Nothing mentions this number. Erasing creates a certificate that says so.</p>}
          <Notice tone="bad" title="This cannot be undone">
            <p>
              Backups, the archived write-ahead log and Convoso keep their data. If another delivery about this person
              arrives later, it is stored as new.
            </p>
            <label className="mt-3 flex items-center gap-2">
              <input type="checkbox" name="sure" value="yes" required />
              {selected.length === 0
                ? "Only rows without a lead are the right person"
                : "The selected leads are the right person"}
            </label>
            <Button name="intent" value="erase" look="danger" className="mt-3 justify-self-start">
              Erase permanently
            </Button>
          </Notice>
        </div>
      </Card>
    </Form>
  );
}

/** About which leads the figures are, by name: they do not follow the boxes. */
function figuresOf(selected: readonly FoundLead[], shown: string): string {
  if (selected.length === 0) return `With no lead selected: rows that hold ${shown} and belong to no lead.`;
  return `For ${shown} and ${selected.map(({ id, name }) => `${name} (lead #${id})`).join(", ")}.`;
}

function LeadChoice({ lead }: { lead: FoundLead }) {
  const { id, name, phones, emails, leadIds, calls, deliveries, why, isSure } = lead;
  const known = [...phones, ...emails, ...leadIds.map((leadId) => `lead id ${leadId}`)];
  return (
    <li className="grid gap-1 px-4 py-3">
      <label className="flex items-center gap-2 font-medium">
        <input type="checkbox" name="lead" value={id} defaultChecked={isSure} />
        {name}
      </label>
      <p className="ms-6">{known.join(", ") || "No phone number or e-mail address"}</p>
      <p className="ms-6 text-ink-soft">
        {why.join("; ")}. {formatNumber(calls)} {calls === 1 ? "call" : "calls"}, {formatNumber(deliveries)}{" "}
        {deliveries === 1 ? "delivery" : "deliveries"}. <TextLink to={`/admin/super/leads/${id}`}>Lead #{id}</TextLink>
      </p>
    </li>
  );
}
