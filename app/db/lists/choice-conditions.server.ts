import { type FragmentSqlToken, sql } from "slonik";
import { type Choice, listChosen } from "#app/lib/choice.ts";

type Value = string | number;
type Chosen = { wanted: FragmentSqlToken | undefined; unwanted: FragmentSqlToken | undefined };

/**
 * A choice as conditions: what rows must be, which an index finds, and what they must not be, which has to be looked for.
 * @param asValue a value as the column has it, such as in capitals
 */
export function chosenIn<V extends Value>(
  column: FragmentSqlToken,
  choice: Choice<V> | undefined,
  asValue: (value: V) => FragmentSqlToken = (value) => sql.fragment`${value}`,
): Chosen {
  const { wanted, unwanted } = listChosen(choice);
  const listed = (values: readonly V[]) => sql.join(values.map(asValue), sql.fragment`, `);
  return {
    wanted: wanted.length > 0 ? sql.fragment`${column} in (${listed(wanted)})` : undefined,
    unwanted:
      unwanted.length > 0 ? sql.fragment`(${column} not in (${listed(unwanted)}) or ${column} is null)` : undefined,
  };
}
