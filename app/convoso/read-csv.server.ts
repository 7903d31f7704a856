import { parse } from "csv-parse/sync";
import { nameField } from "#app/convoso/field-names.server.ts";
import type { FlatField } from "#app/convoso/flatten-fields.server.ts";
import type { Note } from "#app/convoso/problems.server.ts";
import { toFields } from "#app/convoso/read-form.server.ts";

const DELIMITERS = [",", "\t", ";", "|"];
const FEWEST_KNOWN = 2;
const LONGEST_HEADER = 10_000;

/**
 * Reads rows under a line of names, as a spreadsheet exports them, with any usual delimiter.
 * @param most how many rows to read; one more is returned where there are more
 * @returns the fields of each row; null where the first line does not have two names that we know, or no row follows
 */
export function readCsv(text: string, most: number, note: Note): FlatField[][] | null {
  const header = text.slice(0, LONGEST_HEADER + 1).split(/[\r\n]/, 1)[0] ?? "";
  if (header.length > LONGEST_HEADER) return null;
  for (const delimiter of DELIMITERS) {
    const [names = []] = readRows(header, delimiter, 1);
    if (names.filter((name) => nameField(name) !== null).length < FEWEST_KNOWN) continue;
    const rows = readRows(text, delimiter, most + 2)
      .slice(1)
      .filter((row) => !isLine(row));
    if (rows.length === 0) continue;
    return rows.map((row) =>
      toFields(
        names.map((name, index): [string, string] => [name, row[index] ?? ""]),
        note,
      ),
    );
  }
  return null;
}

/** The line between names and rows that Markdown and databases have, and what the latter say behind them: "(2 rows)". */
const isLine = (row: string[]) =>
  (row.every((cell) => /^[:+-]*$/.test(cell)) && row.some((cell) => cell.includes("--"))) ||
  (row.length === 1 && /^\(\d+ rows?\)$/i.test(row[0] ?? ""));

function readRows(text: string, delimiter: string, to: number): string[][] {
  try {
    return parse(text, {
      delimiter,
      to,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch {
    return []; // no rows of this delimiter
  }
}
