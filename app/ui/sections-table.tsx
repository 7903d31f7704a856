import type { ShownSection } from "#app/features/names/describe-sections.server.ts";
import { SECTIONS, type SectionState } from "#app/lib/convoso-sections.ts";
import { Badge, type Tone } from "#app/ui/badges.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

const states: Record<SectionState, { label: string; tone: Tone }> = {
  works: { label: "Works", tone: "ok" },
  refused: { label: "Refused", tone: "bad" },
  "not asked": { label: "Request failed", tone: "warn" },
};

function StateBadge({ tried }: Pick<ShownSection, "tried">) {
  if (tried === null) return <Badge>Never tried</Badge>;
  const { label, tone } = states[tried.state];
  return <Badge tone={tone}>{label}</Badge>;
}

const columns: Column<ShownSection>[] = [
  {
    header: "Section",
    cell: ({ section }) => (
      <>
        <span className="font-medium">{SECTIONS[section].label}</span>
        <span className="block text-xs text-ink-soft">{SECTIONS[section].use}</span>
      </>
    ),
  },
  { header: "Permission to tick", cell: ({ section }) => SECTIONS[section].permission },
  { header: "State", cell: StateBadge },
  {
    header: "Last tried",
    cell: ({ tried }) =>
      tried && (
        <>
          <Time at={tried.asked_at} show="relative" />
          <span className="block max-w-80 text-xs text-ink-soft">{tried.answer}</span>
        </>
      ),
  },
];

/** What the token may read in Convoso, section by section. */
export function SectionsTable({ sections }: { sections: ShownSection[] }) {
  return (
    <DataTable
      caption="Sections of Convoso's API, and whether the token may read them"
      columns={columns}
      rows={sections}
      rowKey={({ section }) => section}
    />
  );
}
