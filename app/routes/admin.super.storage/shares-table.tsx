import type { Share } from "#app/db/keeping/storage-figures.server.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { DataTable } from "#app/ui/tables.tsx";

type Props = { caption: string; of: string; none: string; rows: Share[] };

/** Parts of the archive with their number of recordings and their size. */
export function SharesTable({ caption, of, none, rows }: Props) {
  if (rows.length === 0) return <p className="p-4 text-sm text-ink-soft">The archive is empty.</p>;
  return (
    <DataTable
      caption={caption}
      columns={[
        { header: of, cell: ({ name }) => name ?? none },
        { header: "Recordings", align: "end", cell: ({ count }) => formatNumber(count) },
        { header: "Size", align: "end", cell: ({ bytes }) => formatBytes(bytes) },
      ]}
      rows={rows}
      rowKey={({ name }) => name ?? ""}
    />
  );
}
