import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listChecks, listLost, listStrays } from "#app/db/keeping/archive-checks.server.ts";
import { listRules } from "#app/db/keeping/retention-rules.server.ts";
import { measureRules } from "#app/db/keeping/ruled-recordings.server.ts";
import { listByCampaign, listByMonth, measureGrowth } from "#app/db/keeping/storage-figures.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { ChecksCard } from "./checks-card.tsx";
import { GrowthCard } from "./growth-card.tsx";
import { LostCard } from "./lost-card.tsx";
import { SharesTable } from "./shares-table.tsx";

export const meta: MetaFunction = () => [{ title: "Storage · Convoso portal" }];

const SHOWN = 50;

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db }) => {
  const rules = await listRules(db);
  const [growth, figures, campaigns, months, checks, lost, strays] = await Promise.all([
    measureGrowth(db, rules),
    measureRules(db, rules),
    listByCampaign(db, SHOWN),
    listByMonth(db, SHOWN),
    listChecks(db, 10),
    listLost(db, SHOWN),
    listStrays(db, SHOWN),
  ]);
  const classes = figures.map(({ rule, count, bytes }) => ({
    ...{ name: rule === null ? null : (rules[rule]?.name ?? null), count, bytes },
  }));
  return {
    ...{ growth, classes, campaigns: [...campaigns], months: [...months] },
    ...{ checks: [...checks], lost: [...lost], strays: [...strays] },
  };
});

export default function Storage() {
  const { growth, classes, campaigns, months, checks, lost, strays } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Storage"
        description={
          <>
            What the archive contains, how it grows, and whether its files are unchanged. See also{" "}
            <TextLink to="/admin/super/archive">Archive</TextLink> and{" "}
            <TextLink to="/admin/super/retention">Retention</TextLink>.
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <GrowthCard growth={growth} />
        <ChecksCard checks={checks} />
        {(lost.length > 0 || strays.length > 0) && <LostCard {...{ lost, strays }} />}
        <Card title="By rule" flush>
          <SharesTable caption="The archive by retention rule" of="Rule" none="No rule" rows={classes} />
        </Card>
        <Card title="By campaign" flush>
          <SharesTable
            caption="The archive by campaign, largest first"
            of="Campaign"
            none="No campaign"
            rows={campaigns}
          />
        </Card>
        <Card title="By month of the call" flush>
          <SharesTable caption="The archive by month, latest first" of="Month" none="" rows={months} />
        </Card>
      </div>
    </>
  );
}
