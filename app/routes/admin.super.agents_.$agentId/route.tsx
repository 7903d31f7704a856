import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { findTeamFigures, listAgentFigures, listAgentOutcomes } from "#app/db/agents/agent-figures.server.ts";
import { findAgent } from "#app/db/agents/agents.server.ts";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import { listSalesOverTime } from "#app/db/calls/sales.server.ts";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { spanQuery } from "#app/http/span-query.server.ts";
import { cutIntoBars } from "#app/lib/time-bars.server.ts";
import { Badge } from "#app/ui/badges.tsx";
import { LinkButton } from "#app/ui/buttons.tsx";
import { CallsTable } from "#app/ui/calls-table.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { Email } from "#app/ui/email.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { SpanFields } from "#app/ui/filter-fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";
import { OutcomesTable } from "./outcomes-table.tsx";
import { SpanFacts } from "./span-facts.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.agent.name ?? "Agent"} · Convoso portal` },
];

const RECENT = 10;

export const loader = /* @__PURE__ */ readingLoader("viewer", async ({ db, shown, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.agentId);
  const { timeZone } = portalSettings(request);
  const { span, isTest, ignored } = spanQuery(request, timeZone);
  const agent = id === undefined ? null : await findAgent(db, id);
  if (!agent) throw new Response("No agent has this number.", { status: 404 });
  const wish = { agentId: agent.id, isTest };
  const [[figures], outcomes, calls, team, sales] = await Promise.all([
    listAgentFigures(db, span, wish),
    listAgentOutcomes(db, span, wish),
    listCalls(db, { ...wish, ...span }, {}, RECENT),
    findTeamFigures(db, span, { isTest }),
    listSalesOverTime(db, cutIntoBars(span, timeZone), wish),
  ]);
  return {
    agent: shown.agent(agent),
    figures: shown.labels(figures ?? null),
    outcomes: shown.labels([...outcomes]),
    calls: calls.rows.map(shown.call),
    team,
    trend: sales.get(agent.id) ?? [],
    hasMore: calls.older !== null,
    span,
    ignored,
  };
});

export default function AgentPage() {
  const { agent, figures, outcomes, calls, team, trend, hasMore, span, ignored } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const test = query.get("test");
  const ofSpan = {
    agent: String(agent.id),
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    ...(test && { test }),
  };
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {agent.name ?? `Agent ${agent.agent_id}`}
            {agent.is_test && <Badge>Test</Badge>}
          </span>
        }
        description={<TextLink to="/admin/super/agents">Agents</TextLink>}
      />
      <FilterBar label="Period of the figures" ignored={ignored} isFiltered={query.size > 0}>
        <SpanFields />
      </FilterBar>
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_2fr]">
        <div className="grid min-w-0 gap-4">
          <Card title="In this period">
            <SpanFacts {...{ figures, team, trend, span }} query={ofSpan} />
          </Card>
          <Card title="The agent">
            <Facts
              facts={{
                "Convoso id": agent.agent_id,
                Name: agent.name,
                "E-mail": agent.email && <Email address={agent.email} />,
                "First seen": <Time at={agent.created_at} show="both" />,
              }}
            />
          </Card>
        </div>
        <Card title="Dispositions" flush>
          {outcomes.length > 0 ? (
            <OutcomesTable outcomes={outcomes} query={ofSpan} />
          ) : (
            <EmptyState title="No calls in this period">Choose a longer period above.</EmptyState>
          )}
        </Card>
      </div>
      <Card
        title="Latest calls"
        flush
        className="mt-4"
        action={
          hasMore && (
            <LinkButton to={`/admin/super/calls?${new URLSearchParams(ofSpan)}`} look="quiet">
              All calls
            </LinkButton>
          )
        }
      >
        {calls.length > 0 ? (
          <CallsTable caption="Calls of this agent, latest first" calls={calls} />
        ) : (
          <EmptyState title="No calls in this period">
            <TextLink to={`/admin/super/calls?agent=${agent.id}`}>See all calls of this agent</TextLink>.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
