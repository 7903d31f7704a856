import type { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import type { RuleFigures } from "#app/db/keeping/ruled-recordings.server.ts";
import { formatBytes, formatDuration, formatNumber } from "#app/lib/format-number.ts";
import { keepWords } from "#app/lib/keep-words.ts";
import { stages } from "#app/ui/badges.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";

type Line = { key: string; place: number; rule: RetentionRule | null; figures: RuleFigures | undefined };

/** Which calls a rule is for, in words. */
function conditionWords(rule: RetentionRule): string {
  const words = [
    rule.disposition !== null && `disposition ${rule.disposition}`,
    rule.stage !== null && `stage ${stages[rule.stage].label.toLowerCase()}`,
    rule.campaign !== null && `campaign ${rule.campaign}`,
    rule.list_id !== null && `list ${rule.list_id}`,
    rule.direction?.toLowerCase(),
    rule.min_seconds !== null && `at least ${formatDuration(rule.min_seconds)}`,
    rule.max_seconds !== null && `at most ${formatDuration(rule.max_seconds)}`,
  ].filter(Boolean);
  return words.length === 0 ? "All other calls" : `Calls with ${words.join(", ")}`;
}

const columns: Column<Line>[] = [
  {
    header: "Rule",
    isText: true,
    cell: ({ rule }) => (rule ? <span className="font-medium">{rule.name}</span> : "No rule"),
  },
  {
    header: "For",
    isLong: true,
    cell: ({ rule, place, figures }) =>
      rule ? (
        <>
          {conditionWords(rule)}
          {matchesNone(figures) && (
            <span className="block text-xs font-medium text-warn">
              This rule matches no recording{place > 0 && " that the rules above leave"}
            </span>
          )}
        </>
      ) : (
        "Calls that match no rule"
      ),
  },
  { header: "Keeps", cell: ({ rule }) => (rule ? keepWords(rule) : "forever") },
  { header: "Recordings", align: "end", cell: ({ figures }) => formatNumber(figures?.count ?? 0) },
  { header: "Size", align: "end", cell: ({ figures }) => formatBytes(figures?.bytes ?? 0) },
  { header: "On hold", align: "end", cell: ({ figures }) => formatNumber(figures?.held_count ?? 0) },
  {
    header: "Deleted tonight",
    align: "end",
    cell: ({ figures }) =>
      figures && figures.over_count > 0 ? (
        <span className="font-medium text-bad">
          {formatNumber(figures.over_count)} ({formatBytes(figures.over_bytes)})
        </span>
      ) : (
        "0"
      ),
  },
];

/** Whether a rule holds nothing now, as one with a misspelled campaign. */
export const matchesNone = (figures: RuleFigures | undefined): boolean => (figures?.count ?? 0) === 0;

/** Rules in order, with what each holds and what would be deleted. */
export function RulesTable(props: { caption: string; rules: RetentionRule[]; figures: RuleFigures[] }) {
  const { caption, rules, figures } = props;
  const of = (number: number | null) => figures.find(({ rule }) => rule === number);
  const rows: Line[] = [
    ...rules.map((rule, place) => ({ key: String(place), place, rule, figures: of(place) })),
    { key: "none", place: rules.length, rule: null, figures: of(null) },
  ];
  return (
    <>
      {rules.length === 0 && (
        <p className="px-4 py-2.5 text-sm text-ink-soft">There is no rule yet, so no recording is ever deleted.</p>
      )}
      <DataTable caption={caption} columns={columns} rows={rows} rowKey={({ key }) => key} />
    </>
  );
}
