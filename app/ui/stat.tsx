import { Link } from "@remix-run/react";
import { formatNumber } from "#app/lib/format-number.ts";

type Props = { label: string; value: number; detail?: string; to: string };

/** One figure, linked to the rows that make it. */
export function Stat({ label, value, detail, to }: Props) {
  return (
    <Link to={to} className="group block rounded-lg border border-line bg-surface px-4 py-3 hover:border-line-strong">
      <span className="block text-xs font-medium text-ink-soft group-hover:text-accent">{label}</span>
      <span className="mt-0.5 block text-2xl font-semibold tracking-tight">{formatNumber(value)}</span>
      {detail !== undefined && <span className="block text-xs text-ink-faint">{detail}</span>}
    </Link>
  );
}
