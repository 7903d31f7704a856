import type { explainEvent } from "#app/features/webhooks/explain-event.server.ts";
import { Card } from "#app/ui/card.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { Notice } from "#app/ui/notice.tsx";

type Explained = NonNullable<ReturnType<typeof explainEvent>>;
type Reading = Explained["readings"][number];

const code = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
const faint = (text: string) => <span className="text-ink-faint">{text}</span>;

const columns: Column<Reading>[] = [
  { header: "Key as sent", cell: ({ key }) => <span className="block md:min-w-32">{code(key)}</span> },
  { header: "Value as sent", cell: ({ raw }) => (raw === "" ? faint("empty") : code(raw)) },
  { header: "Our field", cell: ({ field }) => field ?? faint("none: kept with the other fields") },
  {
    header: "Read as",
    cell: ({ field, value }) => {
      if (value !== null) return code(typeof value === "string" ? value : JSON.stringify(value));
      return field && faint("not taken");
    },
  },
];

/** How each key of the body was understood, and what could not be. */
export function Readings({ explained }: { explained: Explained | null }) {
  if (explained === null) return null;
  const { readings, problems } = explained;
  return (
    <Card title="How it was read" flush>
      {problems.length > 0 && (
        <div className="p-4">
          <Notice
            tone="warn"
            title={problems.length === 1 ? "One value could not be read" : "Some values could not be read"}
          >
            <ul>
              {problems.map((problem) => (
                <li key={problem.key}>
                  {code(problem.key)}: {problem.message}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      {readings.length > 0 ? (
        <DataTable
          caption="Keys as sent and how they were read"
          columns={columns}
          rows={readings}
          rowKey={(reading) => `${reading.key} ${reading.raw}`}
        />
      ) : (
        <p className="p-4 text-sm text-ink-soft">Nothing in this body has a meaning for us.</p>
      )}
    </Card>
  );
}
