import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { listCampaignFigures } from "#app/db/calls/campaign-figures.server.ts";
import { listSaleCodes } from "#app/db/dispositions/dispositions.server.ts";
import { readReasons } from "#app/features/overview/read-reasons.server.ts";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { spanQuery } from "#app/http/span-query.server.ts";
import { describeSpan } from "#app/lib/time-bars.server.ts";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { SpanFields } from "#app/ui/filter-fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { matchWords } from "#app/ui/match-words.ts";
import { WhyEmpty } from "#app/ui/why-empty.tsx";
import { CampaignsTable } from "./campaigns-table.tsx";

export const meta: MetaFunction = () => [{ title: "Campaigns · Convoso portal" }];

export const loader = /* @__PURE__ */ readingLoader("viewer", async ({ db, shown, request }) => {
  const { timeZone, hours } = portalSettings(request);
  const { span, isTest, ignored } = spanQuery(request, timeZone);
  const period = describeSpan(span, timeZone, hours);
  const [campaigns, saleCodes] = await Promise.all([listCampaignFigures(db, span, isTest), listSaleCodes(db)]);
  const reasons = campaigns.length === 0 ? shown.labels(await readReasons(db)) : null;
  return {
    campaigns: shown.labels([...campaigns]),
    saleCodes: shown.labels([...saleCodes]),
    reasons,
    span,
    period,
    ignored,
  };
});

/** What of the address the links of the table keep. */
const KEPT = ["range", "from", "from_time", "to", "to_time", "zone", "test"];

export default function Campaigns() {
  const { campaigns, saleCodes, reasons, span, period, ignored } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const total = { matches: { count: campaigns.length, isExact: true }, one: "campaign", many: "campaigns" };
  const scope = Object.fromEntries([...query].filter(([name, value]) => KEPT.includes(name) && value !== ""));
  return (
    <>
      <PageHeader
        title="Campaigns"
        description={
          <>
            Calls of {period}, campaigns with the most sales first.{" "}
            <TextLink to="/admin/super/dispositions">Dispositions</TextLink> define what counts as a sale. See also{" "}
            <TextLink to="/admin/super/agents">Agents</TextLink>.
          </>
        }
      >
        <ExportLinks list="campaigns" found={matchWords(total)} />
      </PageHeader>
      <FilterBar label="Period of the figures" ignored={ignored} isFiltered={query.size > 0}>
        <SpanFields />
      </FilterBar>
      <Card flush>
        {campaigns.length > 0 ? (
          <CampaignsTable {...{ campaigns, span, saleCodes, scope }} />
        ) : (
          <WhyEmpty title="No call in this period" reasons={reasons}>
            Choose a longer period above.
          </WhyEmpty>
        )}
      </Card>
    </>
  );
}
