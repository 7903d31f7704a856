import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/card.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { isErasing: boolean; read_rows: number; all_rows: number; actor: string; asked_at: Date };

const BAR = `h-2 w-full appearance-none overflow-hidden rounded-full bg-muted-wash [&::-moz-progress-bar]:bg-accent
  [&::-webkit-progress-bar]:bg-muted-wash [&::-webkit-progress-value]:bg-accent`;

/** How far the worker is. The number of all rows is an estimate. */
export function ProgressCard({ isErasing, read_rows, all_rows, actor, asked_at }: Props) {
  const all = Math.max(all_rows, read_rows);
  return (
    <Card title={isErasing ? "The worker is erasing" : "The worker is looking"}>
      <div className="grid gap-3 text-sm" role="status">
        <progress className={BAR} aria-label="Rows looked at" {...(all > 0 && { value: read_rows, max: all })} />
        <p>
          {read_rows === 0
            ? "It begins as soon as the worker has a hand free."
            : `${formatNumber(read_rows)} of about ${formatNumber(all)} rows were looked at.`}{" "}
          {isErasing ? "The certificate comes up here when it is done." : "What would be erased comes up here."} You may
          leave this page meanwhile.
        </p>
        <p className="text-ink-soft">
          Asked for by {actor}, <Time at={asked_at} show="relative" />. Does it stand still? See whether a worker is
          running on the <TextLink to="/admin/super">Overview</TextLink>, and{" "}
          <TextLink to="/admin/super/failed-jobs">what failed</TextLink>.
        </p>
      </div>
    </Card>
  );
}
