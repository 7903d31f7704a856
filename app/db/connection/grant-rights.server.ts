import pg from "pg";
import { APP_FUNCTIONS, APP_RIGHTS } from "#app/db/connection/app-rights.server.ts";

/** Server versions from which others than the owner may be let vacuum a table. */
const HAS_MAINTAIN = 170_000;

/** What a role may do with our tables, such as "calls: select" and "audit_log: insert actor". */
export async function listRights(client: pg.ClientBase, role: string): Promise<string[]> {
  const { rows } = await client.query(
    `with given as (
      select relname, relnamespace, privilege_type, grantee, null as attname from pg_class, aclexplode(relacl)
      union all
      select relname, relnamespace, privilege_type, grantee, attname
      from pg_attribute join pg_class on pg_class.oid = attrelid, aclexplode(attacl)
    )
    select concat(nullif(nspname, 'public') || '.', relname, ': ', lower(privilege_type), ' ' || attname) as "right"
    from given join pg_namespace on pg_namespace.oid = relnamespace
    where grantee = (select oid from pg_roles where rolname = $1) and nspname in ('public', 'graphile_worker')`,
    [role],
  );
  return rows.map((row) => row.right).sort();
}

/** What {@link grantRights} gives, in the words of {@link listRights}: to vacuum a table, too, that can hold dead rows. */
export function wantedRights(serverVersion: number): string[] {
  const vacuum = serverVersion >= HAS_MAINTAIN ? ["maintain"] : [];
  return Object.entries(APP_RIGHTS)
    .flatMap(([table, rights]) => {
      const leavesDeadRows = rights.includes("update") || table === "audit_log";
      return [...rights, ...(leavesDeadRows ? vacuum : [])].map((right) => `${table}: ${right}`);
    })
    .sort();
}

/**
 * Gives `role` exactly the rights of {@link APP_RIGHTS}, in one transaction; if it has them, nothing changes.
 * @param client of the owner of all tables
 */
export async function grantRights(client: pg.ClientBase, role: string): Promise<void> {
  const to = pg.escapeIdentifier(role);
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock(hashtext('convoso-portal migrations'))");
  await openQueue(client);
  await closeSchema(client);
  const { rows } = await client.query("select current_setting('server_version_num')::int as version");
  const wanted = wantedRights(rows[0].version);
  if ((await listRights(client, role)).join() !== wanted.join()) {
    await client.query(`
      grant usage on schema public, graphile_worker to ${to};
      revoke all on all tables in schema public, graphile_worker from ${to};
      revoke all on all sequences in schema public, graphile_worker from ${to};
      ${wanted.map((right) => `${statementOf(right)} to ${to};`).join("\n")}
      grant execute on function ${APP_FUNCTIONS.join(", ")} to ${to}`);
  }
  await client.query("commit");
}

/** "audit_log: insert actor" is `grant insert (actor) on audit_log`. */
function statementOf(right: string): string {
  const [table = "", what = ""] = right.split(": ");
  const [privilege, column] = what.split(" ");
  return `grant ${privilege} ${column ? `(${column})` : ""} on ${privilege === "usage" ? "sequence" : ""} ${table}`;
}

/**
 * graphile-worker lets only the owner see the rows of its tables. From here on rights decide, as for ours.
 */
async function openQueue(client: pg.ClientBase): Promise<void> {
  await client.query(`
    do $$ declare closed regclass; begin
      for closed in
        select oid from pg_class
        where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
          and not exists (select from pg_policy where polrelid = pg_class.oid and polname = 'portal')
      loop execute format('create policy portal on %s using (true) with check (true)', closed); end loop;
    end $$`);
}

/**
 * A trigger that a foreign key sets off runs as the owner, in a session of the portal's role. So nothing that this role makes
 * may be taken for a table of ours: it makes nothing, and each trigger looks for its tables in our schema first.
 */
async function closeSchema(client: pg.ClientBase): Promise<void> {
  await client.query(`
    do $$ declare loose regprocedure; begin
      if has_schema_privilege('public', 'public', 'create') then revoke create on schema public from public; end if;
      if has_database_privilege('public', current_database(), 'temporary') then
        execute format('revoke temporary on database %I from public', current_database());
      end if;
      for loose in
        select oid from pg_proc
        where pronamespace = 'public'::regnamespace and prorettype = 'trigger'::regtype
          and not exists (select from unnest(proconfig) as one where one like 'search_path=%')
      loop execute format('alter function %s set search_path = pg_catalog, public, pg_temp', loose); end loop;
    end $$`);
}
