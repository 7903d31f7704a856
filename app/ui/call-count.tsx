import { formatNumber } from "#app/lib/format-number.ts";
import { TextLink } from "#app/ui/text-link.tsx";

type Props = { count: number; query: Record<string, string> };

/** A number of calls, linked to those calls. */
export function CallCount({ count, query }: Props) {
  if (count === 0) return <span className="text-ink-faint">0</span>;
  return (
    <TextLink to={`/admin/super/calls?${new URLSearchParams(query)}`} className="inline-block min-w-6 leading-6">
      {formatNumber(count)}
    </TextLink>
  );
}
