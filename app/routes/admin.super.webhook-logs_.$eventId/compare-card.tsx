import { Form } from "@remix-run/react";
import type { ComparedField, ComparedLines } from "#app/features/deliveries/compare-events.server.ts";
import { classNames } from "#app/lib/class-names.ts";
import { Badge, type Tone } from "#app/ui/badges.tsx";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import type { Compared } from "./read-comparison.server.ts";

const words: Record<ComparedField["change"], { label: string; tone: Tone }> = {
  added: { label: "Added", tone: "ok" },
  removed: { label: "Removed", tone: "bad" },
  changed: { label: "Changed", tone: "warn" },
  renamed: { label: "Other key", tone: "info" },
  same: { label: "Same", tone: "muted" },
};

const code = (text: string | null) =>
  text === null ? (
    <span className="text-ink-faint">not sent</span>
  ) : text === "" ? (
    <span className="text-ink-faint">empty</span>
  ) : (
    <code className="font-mono text-xs break-all">{text}</code>
  );

const columns: Column<ComparedField>[] = [
  { header: "Key as sent", cell: ({ keys }) => code(keys.join(" → ")) },
  { header: "Our field", cell: ({ label }) => label ?? <span className="text-ink-faint">none</span> },
  {
    header: "Change",
    cell: ({ change }) => <Badge tone={words[change].tone}>{words[change].label}</Badge>,
  },
  { header: "In the other", cell: ({ before }) => code(before) },
  { header: "In this one", cell: ({ after }) => code(after) },
];

type Props = { compared: Compared; isMasked: boolean; hasNeighbours: boolean };

/**
 * How this delivery differs from another: the previous one about the same call, or the one in the URL. `hasNeighbours`: the
 * page lists others to choose from.
 */
export function CompareCard({ compared, isMasked, hasNeighbours }: Props) {
  return (
    <Card title="Compared with another delivery" id="compare" className="mt-4" flush>
      {isMasked ? (
        <p className="p-4 text-sm text-ink-soft">Differences are shown to operators and admins only.</p>
      ) : (
        <>
          <Choice compared={compared} hasNeighbours={hasNeighbours} />
          <Difference compared={compared} />
        </>
      )}
    </Card>
  );
}

function Choice({ compared: { other, asked, isFound }, hasNeighbours }: Omit<Props, "isMasked">) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-3 border-b border-line p-4">
      <p className="text-sm text-ink-soft">
        {other === null ? (
          `Enter the id of a delivery${hasNeighbours ? ", or choose one from the list above" : ""}.`
        ) : (
          <>
            {asked === null ? "The previous one about the same, received " : "Received "}
            <TextLink to={`/admin/super/webhook-logs/${other.id}`}>
              <Time at={other.received_at} show="both" />
            </TextLink>
          </>
        )}
      </p>
      <Form method="get" action="#compare" className="flex min-w-0 items-end gap-2" preventScrollReset>
        <Input
          key={asked}
          label="Event id of another"
          name="against"
          defaultValue={asked ?? ""}
          className="w-72 shrink"
          spellCheck={false}
          autoComplete="off"
          error={isFound ? undefined : "No delivery has this id."}
        />
        <Button>Compare</Button>
      </Form>
    </div>
  );
}

function Difference({ compared: { other, comparison } }: { compared: Compared }) {
  if (other === null || comparison === null) return null;
  const { fields, lines } = comparison;
  const different = fields?.filter(({ change }) => change !== "same") ?? [];
  const same = (fields?.length ?? 0) - different.length;
  return (
    <>
      {fields === null && (
        <div className="p-4">
          <Notice tone="info" title="They cannot be compared field by field">
            One of the two has no body that can be read.
          </Notice>
        </div>
      )}
      {different.length > 0 && (
        <DataTable
          caption="Fields that differ"
          columns={columns}
          rows={different}
          rowKey={({ label, keys }) => label ?? keys.join()}
        />
      )}
      {fields !== null && (
        <p className="px-4 py-3 text-sm text-ink-soft">
          {different.length === 0 && "No field differs. "}
          {same === 1 ? "One field is the same." : `${same} fields are the same.`}
        </p>
      )}
      {lines !== null && <Lines lines={lines} isOpen={fields === null} />}
    </>
  );
}

const marks = { added: "+", removed: "−", same: " " } as const;

function Lines({ lines, isOpen }: { lines: ComparedLines; isOpen: boolean }) {
  return (
    <details open={isOpen} className="border-t border-line px-4 py-3 text-sm">
      <summary className="w-fit cursor-pointer text-xs leading-6 text-ink-soft hover:text-ink">Line by line</summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="mt-2 max-h-112 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5"
      >
        {lines.map(({ change, text }, index) => {
          const Part = change === "added" ? "ins" : change === "removed" ? "del" : "span";
          return (
            <Part
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change places
              key={index}
              className={classNames(
                "block no-underline",
                change === "added" && "bg-ok-wash text-ok",
                change === "removed" && "bg-bad-wash text-bad",
              )}
            >
              {text.replace(/^(?=.)/gms, `${marks[change]} `).replace(/\n$/, "")}
            </Part>
          );
        })}
      </pre>
    </details>
  );
}
