import { type FragmentSqlToken, sql } from "slonik";
import { owner } from "#test/database.ts";

/** Has PostgreSQL refuse every call of which `isPoison` (over the row `new`) is true, as a fault of ours would. */
export async function poisonCalls(isPoison: FragmentSqlToken): Promise<void> {
  await owner().query(sql.unsafe`
    create or replace function refuse_poison() returns trigger language plpgsql as
    $$ begin if ${isPoison} then raise exception 'poison'; end if; return new; end $$`);
  await owner().query(sql.unsafe`
    create or replace trigger refuse_poison before insert or update on calls
    for each row execute function refuse_poison()`);
}

/** Takes the fault away again. */
export async function mendCalls(): Promise<void> {
  await owner().query(sql.unsafe`drop trigger if exists refuse_poison on calls`);
}
