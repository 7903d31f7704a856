import { escapeLiteral } from "pg";
import type { FragmentSqlToken } from "slonik";

/**
 * The text of `query` with its values written into it, for the statements that take no parameters, such as COPY. The only
 * place that does so. A value becomes a quoted literal without a type, which PostgreSQL reads as it reads a parameter.
 * @throws {TypeError} for a value that has no safe literal: bytes, objects, text with a NUL
 */
export function withLiterals(query: Pick<FragmentSqlToken, "sql" | "values">): string {
  return query.sql.replace(/\$slonik_(\d+)/g, (placeholder, position) => {
    const index = Number(position) - 1;
    if (!(index in query.values)) throw new TypeError(`${placeholder} has no value.`);
    return literal(query.values[index]);
  });
}

function literal(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `array[${value.map(literal).join(", ")}]`;
  const isPlain = typeof value === "string" || typeof value === "boolean" || typeof value === "bigint";
  if (!isPlain && !(typeof value === "number" && Number.isFinite(value))) {
    throw new TypeError(`A ${typeof value} cannot be written into a statement.`);
  }
  const text = String(value);
  if (text.includes("\0")) throw new TypeError("PostgreSQL knows no text with a NUL.");
  return escapeLiteral(text);
}
