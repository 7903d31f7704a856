import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { listAgentFigures } from "#app/db/agent-figures.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { spanQuery } from "#app/http/span-query.server.ts";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Input } from "#app/ui/field.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { FilterSelect } from "#app/ui/filter-select.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { SpanFields } from "#app/ui/span-fields.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import { AgentsTable } from "./agents-table.tsx";
import { agentOrders, inOrder } from "./in-order.ts";

export const meta: MetaFunction = () => [{ title: "Agents · Convoso portal" }];

const MOST = 500;

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  const { span, ignored, ...wish } = spanQuery(request, portalSettings(request).timeZone);
  const db = await orUnavailable(pool());
  const agents = await orUnavailable(listAgentFigures(db, span, wish, MOST));
  return { agents: [...agents], span, ignored, isFull: agents.length === MOST };
}

export default function Agents() {
  const { agents, span, ignored, isFull } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return (
    <>
      <PageHeader
        title="Agents"
        description={
          <>
            What each did from <Time at={span.from} /> until <Time at={span.to} />. What counts as reached and as a sale
            stands under <TextLink to="/admin/super/dispositions">Dispositions</TextLink>.
          </>
        }
      />
      <FilterBar label="Search agents" ignored={ignored} isFiltered={query.size > 0}>
        <Input
          label="Search"
          type="search"
          placeholder="Name or Convoso id"
          className="w-52"
          name="search"
          defaultValue={query.get("search") ?? ""}
        />
        <FilterSelect label="Order" className="w-32" name="order" any="Most calls" choices={agentOrders} />
        <SpanFields />
      </FilterBar>
      <Card flush>
        {agents.length > 0 ? (
          <AgentsTable agents={inOrder(agents, query.get("order"))} span={span} isTest={query.get("test")} />
        ) : (
          <EmptyState title="No agent had a call in this time">
            Choose a longer time above. Agents appear with the first call that names them: see{" "}
            <TextLink to="/admin/super/setup">Setup</TextLink> for the fields that Convoso should send.
          </EmptyState>
        )}
        {isFull && (
          <p className="px-4 py-3 text-sm text-ink-soft">
            These are the {MOST} with most calls. Search for the others.
          </p>
        )}
      </Card>
    </>
  );
}
