import pg from "pg";
import type { Stack } from "./stack.ts";

/** Runs one statement in a portal's database, or several without values in one text, and returns the rows of one. */
export async function query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  { databaseUrl }: Pick<Stack, "databaseUrl">,
  text: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
