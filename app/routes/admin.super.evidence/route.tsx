import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type EvidenceSet, listEvidence } from "#app/db/evidence/evidence-sets.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { EvidenceBadge } from "#app/ui/badges.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

export const meta: MetaFunction = () => [{ title: "Evidence · Convoso portal" }];

const SHOWN = 100;

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db }) => ({
  sets: [...(await listEvidence(db, SHOWN))],
}));

const columns: Column<EvidenceSet>[] = [
  { header: "Set", cell: ({ id }) => <TextLink to={`/admin/super/evidence/${id}`}>Set {id}</TextLink> },
  { header: "Requested", cell: ({ created_at }) => <Time at={created_at} /> },
  { header: "By", isText: true, cell: ({ created_by }) => created_by },
  { header: "For", isLong: true, cell: ({ reason }) => reason },
  { header: "State", cell: ({ state }) => <EvidenceBadge state={state} /> },
  { header: "Recordings", align: "end", cell: ({ recordings }) => formatNumber(recordings) },
];

export default function Evidence() {
  const { sets } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Evidence"
        description="Sets of recordings that were handed over, each with a manifest, checksums and the chain of custody."
      />
      <Card flush>
        {sets.length > 0 ? (
          <DataTable caption="Sets, latest first" columns={columns} rows={sets} rowKey={({ id }) => id} />
        ) : (
          <EmptyState title="Nothing was handed over yet">
            Search in <TextLink to="/admin/super/calls">Calls</TextLink> for a phone number or anything else, or open a
            lead, and hand over its recordings.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
