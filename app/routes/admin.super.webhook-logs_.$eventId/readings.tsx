import type { explainEvent } from "#app/features/deliveries/explain-event.server.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { fieldMapPath } from "./event-facts.tsx";
import type { ShownEvent } from "./show-event.server.ts";

type Explained = NonNullable<ReturnType<typeof explainEvent>>;
type Reading = Explained["readings"][number];

const code = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
const faint = (text: string) => <span className="text-ink-faint">{text}</span>;

/** `mapPath`: the page of the field map that reads it; null where it has none. */
const columnsFor = (mapPath: string | null): Column<Reading>[] => [
  { header: "Key as sent", cell: ({ key }) => <span className="block md:min-w-32">{code(key)}</span> },
  { header: "Value as sent", cell: ({ raw }) => (raw === "" ? faint("empty") : code(raw)) },
  {
    header: "Our field",
    cell: ({ label, key }) =>
      label ?? (
        <>
          {faint("none: kept under other fields")}{" "}
          {mapPath !== null && (
            <NeedsRole atLeast="operator">
              <TextLink to={`${mapPath}&${new URLSearchParams({ key })}`} aria-label={`Map ${key}`}>
                Map
              </TextLink>
            </NeedsRole>
          )}
        </>
      ),
  },
  {
    header: "Read as",
    cell: ({ field, value }) => {
      if (value !== null) return code(typeof value === "string" ? value : JSON.stringify(value));
      return field && faint("ignored");
    },
  },
];

/** How each key of the body was read, and what could not be read. */
export function Readings({ explained, event }: { explained: Explained | null; event: ShownEvent }) {
  if (explained === null) return null;
  const { readings, problems } = explained;
  const hasMap = event.endpoint === "lead" || event.endpoint === "call";
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
                <li key={`${problem.code} ${problem.key} ${problem.value}`}>
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
          columns={columnsFor(hasMap ? fieldMapPath(event) : null)}
          rows={readings}
          rowKey={(reading) => `${reading.key} ${reading.raw}`}
        />
      ) : (
        <p className="p-4 text-sm text-ink-soft">The body has no field that the portal knows.</p>
      )}
    </Card>
  );
}
