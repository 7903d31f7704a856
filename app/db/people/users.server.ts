import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { ROLES, type Role } from "#app/lib/roles.ts";

/** Somebody who may enter the portal by name. `is_invited`: has neither a password nor a single sign-on yet. */
export const User = z.object({
  id: z.number(),
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** Those whose calls a listener may hear. */
  campaigns: z.array(z.string()),
  is_disabled: z.boolean(),
  is_invited: z.boolean(),
  created_at: z.date(),
  last_sign_in_at: z.date().nullable(),
});
export type User = z.infer<typeof User>;

const UserSecrets = User.extend({ password_hash: z.string().nullable(), oidc_subject: z.string().nullable() });
/** What only signing in may see. */
export type UserSecrets = z.infer<typeof UserSecrets>;

const columns = sql.fragment`
  id, email, name, role, campaigns, is_disabled, password_hash is null and oidc_subject is null as is_invited, created_at,
  last_sign_in_at`;

/** Everybody, by name. */
export function listUsers(db: Database): Promise<readonly User[]> {
  return db.any(sql.type(User)`select ${columns} from users order by lower(name), id`);
}

export function findUser(db: Database, id: number): Promise<User | null> {
  return db.maybeOne(sql.type(User)`select ${columns} from users where id = ${id}`);
}

export function findUserSecrets(db: Database, id: number): Promise<UserSecrets | null> {
  return db.maybeOne(sql.type(UserSecrets)`
    select ${columns}, password_hash, oidc_subject from users where id = ${id}`);
}

/** Whatever the case of the letters: no two users differ in that alone. */
export function findUserByEmail(db: Database, email: string): Promise<UserSecrets | null> {
  return db.maybeOne(sql.type(UserSecrets)`
    select ${columns}, password_hash, oidc_subject from users where lower(email) = lower(${email})`);
}

const Folded = z.object({ email: z.string() });

/** An address as {@link findUserByEmail} compares it. */
export function foldEmail(db: Database, email: string): Promise<string> {
  return db.oneFirst(sql.type(Folded)`select lower(${email}) as email`);
}

export function findUserBySubject(db: Database, oidcSubject: string): Promise<UserSecrets | null> {
  return db.maybeOne(sql.type(UserSecrets)`
    select ${columns}, password_hash, oidc_subject from users where oidc_subject = ${oidcSubject}`);
}

/** Whether anybody signs in with an e-mail address and a password. */
export async function hasUsersWithPassword(db: Database): Promise<boolean> {
  return db.exists(sql.unsafe`select from users where password_hash is not null`);
}

/** @returns the new user; null where the address has one already */
export function insertUser(
  db: Database,
  { email, name, role, campaigns = [] }: { email: string; name: string; role: Role; campaigns?: readonly string[] },
): Promise<User | null> {
  return db.maybeOne(sql.type(User)`
    insert into users (email, name, role, campaigns)
    values (${email}, ${name}, ${role}, ${sql.array([...campaigns], "text")})
    on conflict do nothing
    returning ${columns}`);
}

/** Changes what is given, and leaves the rest. */
export async function updateUser(
  db: Database,
  id: number,
  change: {
    name?: string;
    role?: Role;
    campaigns?: readonly string[];
    isDisabled?: boolean;
    passwordHash?: string;
    oidcSubject?: string;
  },
): Promise<void> {
  await db.query(sql.unsafe`
    update users
    set name = coalesce(${change.name ?? null}, name),
      role = coalesce(${change.role ?? null}, role),
      campaigns = coalesce(${change.campaigns ? sql.array([...change.campaigns], "text") : null}, campaigns),
      is_disabled = coalesce(${change.isDisabled ?? null}, is_disabled),
      password_hash = coalesce(${change.passwordHash ?? null}, password_hash),
      oidc_subject = coalesce(${change.oidcSubject ?? null}, oidc_subject)
    where id = ${id}`);
}

export async function updateLastSignIn(db: Database, id: number): Promise<void> {
  await db.query(sql.unsafe`update users set last_sign_in_at = now() where id = ${id}`);
}

/** Where rows name who made them, besides the audit log. */
export const MAKERS = [
  ["replays", "created_by"],
  ["replays", "ended_by"],
  ["recording_fetches", "created_by"],
  ["recording_fetches", "ended_by"],
  ["ledger_differences", "settled_by"],
  ["ledger_fixes", "created_by"],
  ["ledger_fixes", "ended_by"],
  ["archive_state", "paused_by"],
  ["holds", "created_by"],
  ["evidence_sets", "created_by"],
  ["holds", "ended_by"],
  ["dispositions", "updated_by"],
  ["field_maps", "created_by"],
  ["identity_rules", "actor"],
  ["saved_views", "owner"],
  ["notes", "author"],
  ["note_runs", "created_by"],
  ["note_runs", "ended_by"],
  ["erasures", "actor"],
] as const;

/** Takes a user away, with their sessions, invitations, and views that are not shared. Only the audit log says who they were. */
export async function deleteUser(db: Database, { id, email }: Pick<User, "id" | "email">): Promise<void> {
  await db.query(sql.unsafe`delete from saved_views where owner = ${email} and not is_shared`);
  for (const [table, column] of MAKERS) {
    const maker = sql.identifier([column]);
    await db.query(sql.unsafe`
      update ${sql.identifier([table])} set ${maker} = 'a removed user' where ${maker} = ${email}`);
  }
  await db.query(sql.unsafe`delete from users where id = ${id}`);
}

/** Lets one transaction at a time decide about who stays an admin; reading continues. */
export async function lockUsers(transaction: Database): Promise<void> {
  await transaction.query(sql.unsafe`lock table users in share row exclusive mode`);
}

/** Whether somebody else than this user can sign in, with a password or with single sign-on where that is set, as an admin. */
export function hasOtherAdmin(db: Database, id: number, hasSingleSignOn: boolean): Promise<boolean> {
  return db.exists(sql.unsafe`
    select from users
    where id <> ${id} and role = 'admin' and not is_disabled
      and (password_hash is not null or (oidc_subject is not null and ${hasSingleSignOn}))`);
}
