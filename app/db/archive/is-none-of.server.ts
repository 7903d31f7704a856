import { sql } from "slonik";

/** What a run over files of the archive leaves out: stores that do not answer, and recordings whose files cannot be read. */
export type Except = { stores: readonly string[]; ids: readonly number[] };

/** The condition that a row of `archived_recordings` with a file is none of those. */
export const isNoneOf = ({ stores, ids }: Except) => sql.fragment`
  store <> all(${sql.array([...stores], "text")}) and archived_recordings.id <> all(${sql.array([...ids], "int8")})`;
