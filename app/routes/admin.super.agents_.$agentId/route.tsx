import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { listAgentFigures, listAgentOutcomes } from "#app/db/agent-figures.server.ts";
import { findAgent } from "#app/db/agents.server.ts";
import { listCalls } from "#app/db/calls.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { spanQuery } from "#app/http/span-query.server.ts";
import { Badge } from "#app/ui/badge.tsx";
import { CallsTable } from "#app/ui/calls-table.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { SpanFields } from "#app/ui/span-fields.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import { OutcomesTable } from "./outcomes-table.tsx";
import { SpanFacts } from "./span-facts.tsx";

export const meta: MetaFunction = () => [{ title: "Agent · Convoso portal" }];

const RECENT = 10;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const { data: id } = queryField.id.safeParse(params.agentId);
  const { span, isTest, ignored } = spanQuery(request, portalSettings(request).timeZone);
  const db = await orUnavailable(pool());
  const agent = id === undefined ? null : await orUnavailable(findAgent(db, id));
  if (!agent) throw new Response("No agent has this number.", { status: 404 });
  const wish = { agentId: agent.id, isTest };
  const [[figures], outcomes, calls] = await orUnavailable(
    Promise.all([
      listAgentFigures(db, span, wish),
      listAgentOutcomes(db, span, wish),
      listCalls(db, { ...wish, ...span }, {}, RECENT),
    ]),
  );
  return {
    agent: shown.agent(agent),
    figures: figures ?? null,
    outcomes: [...outcomes],
    calls: calls.rows.map(shown.call),
    hasMore: calls.older !== null,
    span,
    ignored,
  };
}

export default function AgentPage() {
  const { agent, figures, outcomes, calls, hasMore, span, ignored } = useLoaderData<typeof loader>();
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
      <FilterBar label="Time of the figures" ignored={ignored} isFiltered={query.size > 0}>
        <SpanFields />
      </FilterBar>
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_2fr]">
        <div className="grid min-w-0 gap-4">
          <Card title="In this time">
            <SpanFacts figures={figures} span={span} query={ofSpan} />
          </Card>
          <Card title="The agent">
            <Facts
              facts={{
                "Convoso id": agent.agent_id,
                Name: agent.name,
                "E-mail": agent.email && <span className="break-all">{agent.email}</span>,
                "First heard of": <Time at={agent.created_at} show="both" />,
              }}
            />
          </Card>
        </div>
        <Card title="Dispositions" flush>
          {outcomes.length > 0 ? (
            <OutcomesTable outcomes={outcomes} query={ofSpan} />
          ) : (
            <EmptyState title="No calls in this time">Choose a longer time above.</EmptyState>
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
          <CallsTable caption="Calls of this agent, the latest first" calls={calls} />
        ) : (
          <EmptyState title="No calls in this time">
            <TextLink to={`/admin/super/calls?agent=${agent.id}`}>Look at all calls of this agent</TextLink>, whenever
            they were.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
