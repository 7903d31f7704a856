import pg from "pg";

/** Rows of a filled database that the measured pages are about: from all over it, so that no two requests are alike. */
export type Samples = {
  calls: { call_id: string; contact_id: number; agent_id: number; phone: string; cursor: string }[];
  leads: { id: number; lead_id: string; phone: string; email: string; last_name: string; cursor: string }[];
  events: { id: string }[];
  agents: { id: number; name: string }[];
  campaigns: string[];
};

const COUNT = 40;
const at = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Picks them, evenly spread over the numbers that {@link fillStatements} gave. */
export async function pickSamples(url: string, calls: number): Promise<Samples> {
  const client = new pg.Client(url);
  await client.connect();
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const rows = async <Row extends pg.QueryResultRow>(statement: string) => (await client.query<Row>(statement)).rows;
  const spread = (most: number) =>
    `select (${most}::bigint * (2 * i - 1) / ${2 * COUNT}) as n from generate_series(1, ${COUNT}) as i`;
  try {
    return {
      calls:
        await rows(`select call_id, contact_id, agent_id, phone_number as phone, ${at("occurred_at")} || '~' || call_id as cursor
        from (${spread(calls)}) as place join calls on call_id = (1000000000 + n)::text order by n`),
      leads:
        await rows(`select id, lead_id, phone_number as phone, email, last_name, ${at("created_at")} || '~' || id as cursor
        from (${spread(Math.floor(calls / 4))}) as place join contacts on lead_id = (5000000 + n)::text
        where email is not null order by n`),
      events: await rows(`select event.id from (${spread(calls)}) as place
        join lateral (select id from call_events where call_id = (1000000000 + n)::text limit 1) as event on true order by n`),
      agents: await rows("select id, name from agents order by id limit 40"),
      campaigns: (await rows<{ campaign: string }>("select distinct campaign from contacts limit 40")).map(
        ({ campaign }) => campaign,
      ),
    };
  } finally {
    await client.end();
  }
}
