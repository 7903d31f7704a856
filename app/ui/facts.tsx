import type { ReactNode } from "react";

/** Names and their values, in the order in which they are shown. */
export type FactList = Record<string, ReactNode>;

/** Names and values, one to a line; those without a value are left out. */
export function Facts({ facts }: { facts: FactList }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-5 gap-y-1.5 text-sm">
      {Object.entries(facts)
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "")
        .map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
