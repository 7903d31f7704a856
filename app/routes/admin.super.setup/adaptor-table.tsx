import type { ReceivedFields } from "#app/features/test-tools/list-received-fields.server.ts";
import { CopyButton } from "#app/ui/buttons.tsx";
import { DataTable } from "#app/ui/tables.tsx";

type Props = { caption: string; received: ReceivedFields };

/** The name to enter for each field of Convoso, and whether the field has come. */
export function AdaptorTable({ caption, received: { fields, deliveries } }: Props) {
  const all = fields.map(({ section, field, mappedTo }) => `${section}\t${field}\t${mappedTo}`).join("\n");
  return (
    <div>
      <p className="mb-1 flex min-h-6 items-center justify-between gap-2 text-xs text-ink-soft">
        {deliveries === 0
          ? "Nothing real has arrived yet."
          : `✓: arrived in the latest ${deliveries === 1 ? "delivery" : `${deliveries} deliveries`}`}
        <CopyButton text={all} label="Copy all names" words="Copy all" />
      </p>
      <div className="-mx-4">
        <DataTable
          caption={caption}
          columns={[
            { header: "Section", cell: ({ section }) => <span className="text-ink-faint">{section}</span> },
            { header: "Field in Convoso", cell: ({ field }) => <code className="font-mono text-xs">{field}</code> },
            {
              header: "Mapped To",
              cell: ({ mappedTo }) => (
                <span className="flex items-center gap-1">
                  <code className="font-mono text-xs">{mappedTo}</code>
                  <CopyButton text={mappedTo} label={`Copy: ${mappedTo}`} />
                </span>
              ),
            },
            {
              header: "Received",
              isText: true,
              cell: ({ names, mappedTo }) => <Received names={names} mappedTo={mappedTo} isAsked={deliveries > 0} />,
            },
          ]}
          rows={fields}
          rowKey={({ field }) => field}
        />
      </div>
    </div>
  );
}

function Received({ names, mappedTo, isAsked }: { names: string[]; mappedTo: string; isAsked: boolean }) {
  if (names.length === 0) return isAsked && <span className="text-xs text-ink-faint">not yet</span>;
  const isAsMapped = names.length === 1 && names[0] === mappedTo;
  return (
    <span className="text-xs">
      <span role="img" aria-label="Received" className="font-semibold text-ok">
        ✓
      </span>
      {!isAsMapped && <span className="text-ink-soft"> as {names.join(", ")}</span>}
    </span>
  );
}
