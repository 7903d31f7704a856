import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { salesWithin } from "#app/db/calls/sales.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type Span, sumsByKey } from "#app/db/figures/figures.server.ts";

/** What the calls of a campaign came to; `key` is empty for calls that name none. `seconds`: of talk. */
export const CampaignFigures = z.object({
  key: z.string(),
  /** What Convoso calls it, where the account sends its id. */
  name: z.string(),
  calls: z.number(),
  seconds: z.number(),
  recordings: z.number(),
  sales: z.number(),
});
export type CampaignFigures = z.infer<typeof CampaignFigures>;

/** The calls are counted in the figures, the sales among the calls that have a code of a sale. The span as in `listFigures`. */
function figuresOfCampaigns(span: Span, isTest: boolean | undefined): FragmentSqlToken {
  const condition = isTest === undefined ? sql.fragment`true` : sql.fragment`is_test = ${isTest}`;
  return sql.fragment`
    select key, coalesce(convoso_names.name, key) as name, count as calls, seconds, recordings, coalesce(sales, 0) as sales
    from (${sumsByKey("campaign", span, condition)}) as figure
    left join (
      select coalesce(left(campaign, 200), '') as key, count(*) as sales ${salesWithin(span, { isTest })} group by 1
    ) as sale using (key)
    left join convoso_names on convoso_names.kind = 'campaign' and convoso_names.source_id = key`;
}

/** Campaigns with calls within the span, those of most sales first, then of most calls. */
export function listCampaignFigures(
  db: Database,
  span: Span,
  isTest: boolean | undefined,
): Promise<readonly CampaignFigures[]> {
  return db.any(sql.type(CampaignFigures)`
    select * from (${figuresOfCampaigns(span, isTest)}) as figure order by sales desc, calls desc, name`);
}

/** The same for their export. */
export function campaignFigureRows(span: Span, isTest: boolean | undefined): FragmentSqlToken {
  return sql.fragment`
    select key as campaign, nullif(name, key) as campaign_name, calls, sales, seconds as talk_seconds, recordings
    from (${figuresOfCampaigns(span, isTest)}) as figure
    order by sales desc, calls desc, name`;
}
