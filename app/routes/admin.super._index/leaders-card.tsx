import type { ReactNode } from "react";
import type { Leader, Leaders } from "#app/features/overview/read-activity.server.ts";
import { formatNumber, formatTalk } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { allLink, listLink, type Scope } from "./list-links.ts";

type Props = {
  title: string;
  /** What a row is; also the name of the filter for its calls. */
  kind: "disposition" | "campaign" | "agent";
  leaders: Leaders;
  scope: Scope;
  name: (leader: Leader) => ReactNode;
};

/** Those with the most calls in the period, with their talk time and number of recordings. */
export function LeadersCard({ title, kind, leaders: { top, others }, scope, name }: Props) {
  const most = Math.max(1, ...top.map(({ count }) => count));
  const filterOf = ({ key }: Leader) => (key === "" ? { without: kind } : { [kind]: key });
  return (
    <Card
      title={title}
      action={
        <TextLink to={allLink(kind, scope)} className="text-xs">
          {others > 0 ? `and ${formatNumber(others)} more` : "All"}
          <span className="sr-only"> {title.toLowerCase()}</span>
        </TextLink>
      }
      flush
    >
      {/* The height of a full list, so that a new row moves nothing below. */}
      <div className="min-h-72 print:min-h-0">
        {top.length === 0 ? (
          <p className="px-4 py-6 text-sm text-ink-soft">No calls in this period.</p>
        ) : (
          <table className="w-full table-fixed text-sm">
            <caption className="sr-only">{title}, by number of calls</caption>
            <thead>
              <tr className="text-xs text-ink-faint [&>th]:py-2 [&>th]:font-medium">
                <th scope="col" className="ps-4 text-start">
                  <span className="capitalize">{kind}</span>
                </th>
                <th scope="col" className="w-12 text-end sm:w-16">
                  Calls
                </th>
                <th scope="col" className="w-20 text-end sm:w-24">
                  Talk
                </th>
                <th scope="col" className="w-20 pe-4 text-end sm:w-24">
                  Recorded
                </th>
              </tr>
            </thead>
            <tbody>
              {top.map((leader) => (
                <tr
                  key={leader.key}
                  className="border-t border-line hover:bg-sunken/55 [&>*]:h-10 [&>*]:py-0.5 [&>*]:align-middle"
                >
                  <th scope="row" className="ps-4 text-start font-normal">
                    <span className="block wrap-anywhere sm:truncate">
                      {leader.key === "" ? <Unnamed kind={kind} /> : name(leader)}
                    </span>
                    <svg aria-hidden="true" className="mt-0.5 block h-1 w-full">
                      <rect width="100%" height="4" rx="2" className="fill-sunken" />
                      <rect width={`${(leader.count / most) * 100}%`} height="4" rx="2" className="fill-accent/70" />
                    </svg>
                  </th>
                  <td className="text-end">
                    <TextLink to={listLink("calls", scope, filterOf(leader))}>{formatNumber(leader.count)}</TextLink>
                  </td>
                  <td className="text-end text-ink-soft">{formatTalk(leader.seconds)}</td>
                  <td className="pe-4 text-end">
                    {leader.recordings === 0 ? (
                      "0"
                    ) : (
                      <TextLink to={listLink("recordings", scope, filterOf(leader))}>
                        {formatNumber(leader.recordings)}
                      </TextLink>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Card>
  );
}

function Unnamed({ kind }: { kind: string }) {
  return <span className="text-ink-faint">No {kind}</span>;
}
