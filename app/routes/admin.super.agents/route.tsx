import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { findTeamFigures, listAgentFigures } from "#app/db/agents/agent-figures.server.ts";
import { listCampaigns } from "#app/db/calls/call-choices.server.ts";
import { listSalesOverTime } from "#app/db/calls/sales.server.ts";
import { listSaleCodes } from "#app/db/dispositions/dispositions.server.ts";
import { nameChoices } from "#app/db/names/convoso-names.server.ts";
import { readReasons } from "#app/features/overview/read-reasons.server.ts";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { agentsQuery } from "#app/http/agents-query.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { cutIntoBars, describeSpan } from "#app/lib/time-bars.server.ts";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Input } from "#app/ui/fields.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { FilterSelect, SpanFields } from "#app/ui/filter-fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { matchWords } from "#app/ui/match-words.ts";
import { WhyEmpty } from "#app/ui/why-empty.tsx";
import { AgentsTable } from "./agents-table.tsx";
import { agentOrders, inOrder } from "./in-order.ts";
import { TeamLine } from "./team-line.tsx";

export const meta: MetaFunction = () => [{ title: "Agents · Convoso portal" }];

const MOST = 500;

export const loader = /* @__PURE__ */ readingLoader("viewer", async ({ db, shown, request }) => {
  const { timeZone, hours } = portalSettings(request);
  const { span, search, wish, ignored } = agentsQuery(request, timeZone);
  const [agents, team, sales, saleCodes, campaigns] = await Promise.all([
    listAgentFigures(db, span, { ...wish, search, isMasked: shown.isMasked }, MOST),
    findTeamFigures(db, span, wish),
    listSalesOverTime(db, cutIntoBars(span, timeZone), wish),
    listSaleCodes(db),
    listCampaigns(db).then((campaigns) => nameChoices(db, "campaign", campaigns)),
  ]);
  return {
    agents: shown.labels(agents.map((agent) => ({ ...agent, trend: sales.get(agent.id) ?? [] }))),
    team,
    saleCodes: shown.labels([...saleCodes]),
    campaigns: shown.choices(campaigns),
    reasons: agents.length === 0 ? shown.labels(await readReasons(db)) : null,
    span,
    period: describeSpan(span, timeZone, hours),
    ignored,
    isFull: agents.length === MOST,
  };
});

/** What of the address the links of the table keep. */
const KEPT = ["campaign", "test"];

export default function Agents() {
  const { agents, team, saleCodes, campaigns, reasons, span, period, ignored, isFull } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const found = matchWords({ matches: { count: agents.length, isExact: true }, one: "agent", many: "agents" });
  const scope = Object.fromEntries([...query].filter(([name, value]) => KEPT.includes(name) && value !== ""));
  return (
    <>
      <PageHeader
        title="Agents"
        description={
          <>
            Activity of {period}. <TextLink to="/admin/super/dispositions">Dispositions</TextLink> define which calls
            count as reached or as a sale.
          </>
        }
      >
        <ExportLinks list="agents" found={isFull ? `more than ${found}` : found} />
      </PageHeader>
      <FilterBar label="Search agents" ignored={ignored} isFiltered={query.size > 0}>
        <Input
          label="Search"
          type="search"
          placeholder="Name or Convoso id"
          className="w-52"
          name="search"
          defaultValue={query.get("search") ?? ""}
        />
        <FilterSelect label="Order" className="w-32" name="order" any="Most sales" choices={agentOrders} />
        <FilterSelect
          label="Campaign"
          className="w-40"
          name="campaign"
          choices={campaigns.map(({ value, label }) => [value, label])}
          keepsAsked
        />
        <SpanFields />
      </FilterBar>
      <Card flush>
        {agents.length > 0 ? (
          <>
            <TeamLine team={team} />
            <AgentsTable agents={inOrder(agents, query.get("order"))} {...{ team, span, saleCodes, scope }} />
          </>
        ) : (
          <WhyEmpty title="No agent had a call in this period" reasons={reasons}>
            Choose a longer period above. An agent appears here after their first call: see{" "}
            <TextLink to="/admin/super/setup">Setup</TextLink> for the fields that Convoso should send.
          </WhyEmpty>
        )}
        {isFull && (
          <p className="px-4 py-3 text-sm text-ink-soft">
            These are the {MOST} agents with the most calls. Search to find others.
          </p>
        )}
      </Card>
    </>
  );
}
