import { Link } from "@remix-run/react";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "#app/lib/class-names.ts";
import { formatNumber, formatPhone } from "#app/lib/format-number.ts";

/** A link in running text or in a table cell. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      className={classNames(
        "font-medium text-accent underline-offset-2 hover:underline focus-visible:underline",
        className,
      )}
      {...rest}
    />
  );
}

/** A phone that a tap dials, for those who see it whole; null where there is none. */
export function phoneLink(e164: string | null, asSent: string | null, className?: string): ReactNode {
  const phone = formatPhone(e164, asSent);
  if (phone === null || phone === "") return null;
  if (e164 === null || !/^\+\d+$/.test(e164)) return <span className={className}>{phone}</span>;
  return (
    <a
      href={`tel:${e164}`}
      className={classNames("inline-block min-h-6 leading-6 underline-offset-2 hover:underline", className)}
    >
      {phone}
    </a>
  );
}

/** An agent's name with a link to their page. */
export function AgentLink({ id, name }: { id: number | null; name: string | null }) {
  if (id === null) return name;
  return <TextLink to={`/admin/super/agents/${id}`}>{name ?? `Agent #${id}`}</TextLink>;
}

type CallCountProps = {
  count: number;
  query: Record<string, string>;
  /** Only calls with one of these codes. */
  dispositions?: readonly string[];
};

/** A number of calls with a link to them. */
export function CallCount({ count, query, dispositions = [] }: CallCountProps) {
  if (count === 0) return <span className="text-ink-faint">0</span>;
  return (
    <TextLink to={`/admin/super/calls?${callsQuery(query, dispositions)}`} className="inline-block min-w-6 leading-6">
      {formatNumber(count)}
    </TextLink>
  );
}

/** A filter of the Calls list as it stands in an address. */
export function callsQuery(query: Record<string, string>, dispositions: readonly string[] = []): URLSearchParams {
  return new URLSearchParams([...Object.entries(query), ...dispositions.map((code) => ["disposition", code])]);
}
