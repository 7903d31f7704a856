import type { ReactNode } from "react";
import type { RangeQuery } from "#app/http/range-query.server.ts";
import { classNames } from "#app/lib/class-names.ts";
import { formatShare, formatTalk } from "#app/lib/format-number.ts";
import { Badge, Disposition } from "#app/ui/badges.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Steady } from "#app/ui/live.tsx";
import { ChartCard } from "./chart-card.tsx";
import { FunnelCard } from "./funnel-card.tsx";
import { LeadersCard } from "./leaders-card.tsx";
import { agentLink, campaignLink, type Scope } from "./list-links.ts";
import type { Overview } from "./read-overview.server.ts";

type Props = {
  overview: Overview | null;
  query: RangeQuery;
  /** Of the address: what is held steady is let go when it changes. */
  search: string;
  /** False while nothing has ever arrived. */
  isShown: boolean;
  /** What stands beside the charts, and before them on a narrow screen. */
  first: ReactNode;
  /** What stands below `first`, and after the charts on a narrow screen. */
  rest: ReactNode;
};

/** What happened in the span, and what stands beside it. */
export function Activity({ overview, query, search, isShown, first, rest }: Props) {
  const side = "grid content-start gap-4 sm:max-lg:grid-cols-2";
  if (overview === null || !isShown) {
    return (
      <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
        {first}
        {rest}
      </div>
    );
  }
  const scope: Scope = { ...query.span, withTest: overview.withTest };
  const { counts, talk, dispositions, campaigns, agents } = overview;
  const calls = sum(counts.calls[0]);
  const found = sum(counts.recordings[0]);
  const chart = { overview, scope };
  return (
    <>
      <div className="grid gap-4 lg:grid-cols-3 lg:grid-rows-[auto_1fr]">
        <div className={classNames(side, "lg:col-start-3")}>{first}</div>
        <div className="grid content-start gap-4 sm:grid-cols-2 lg:col-span-2 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <ChartCard {...chart} chart="deliveries" title="Deliveries" />
          <ChartCard {...chart} chart="leads" title="Leads" />
          <ChartCard {...chart} chart="calls" title="Calls" note={talk > 0 && `${formatTalk(talk)} of talk`} />
          <ChartCard
            {...chart}
            chart="recordings"
            title="Recordings found"
            note={calls > 0 && `${formatShare(found, calls)} of calls`}
          />
        </div>
        <div className={classNames(side, "lg:col-start-3")}>{rest}</div>
      </div>
      <Steady key={search}>
        {() => (
          <div className="grid gap-4 lg:grid-cols-2">
            <FunnelCard counts={counts} scope={scope} />
            <LeadersCard
              title="Dispositions"
              kind="disposition"
              leaders={dispositions}
              scope={scope}
              name={({ key, name, stage }) => (
                <span className="inline-flex flex-wrap gap-x-2">
                  <Disposition code={key} name={name === "" ? null : name} />
                  {stage === "converted" && <Badge tone="ok">Sale</Badge>}
                  {stage === null && (
                    <TextLink to="/admin/super/dispositions" className="text-xs">
                      Classify
                    </TextLink>
                  )}
                </span>
              )}
            />
            <LeadersCard
              title="Campaigns"
              kind="campaign"
              leaders={campaigns}
              scope={scope}
              name={({ key, name }) => <TextLink to={campaignLink(key, scope)}>{name}</TextLink>}
            />
            <LeadersCard
              title="Agents"
              kind="agent"
              leaders={agents}
              scope={scope}
              name={({ key, name }) => <TextLink to={agentLink(key, scope)}>{name}</TextLink>}
            />
          </div>
        )}
      </Steady>
    </>
  );
}

function sum(counts: number[] | undefined): number {
  return (counts ?? []).reduce((total, count) => total + count, 0);
}
