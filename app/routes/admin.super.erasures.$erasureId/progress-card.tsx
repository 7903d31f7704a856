import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { ProgressBar } from "#app/ui/runs.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { isErasing: boolean; read_rows: number; all_rows: number; actor: string; asked_at: Date };

/** The worker's progress. The total number of rows is an estimate. */
export function ProgressCard({ isErasing, read_rows, all_rows, actor, asked_at }: Props) {
  const all = Math.max(all_rows, read_rows);
  return (
    <Card title={isErasing ? "Erasing" : "Searching"}>
      <div className="grid gap-3 text-sm" role="status">
        <ProgressBar aria-label="Rows checked" {...(all > 0 && { value: read_rows, max: all })} />
        <p>
          {read_rows === 0
            ? "Starts when the worker is free."
            : `Checked ${formatNumber(read_rows)} of about ${formatNumber(all)} rows.`}{" "}
          {isErasing
            ? "The certificate appears here when it is done."
            : "The list of what would be erased appears here."}{" "}
          You can leave this page.
        </p>
        <p className="text-ink-soft">
          Requested by {actor}, <Time at={asked_at} show="relative" />. Stuck? Check on the{" "}
          <TextLink to="/admin/super">Overview</TextLink> that a worker is running, and see the{" "}
          <TextLink to="/admin/super/failed-jobs">failed jobs</TextLink>.
        </p>
      </div>
    </Card>
  );
}
