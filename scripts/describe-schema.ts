import { type Column, type Described, type Index, readSchema, type Table } from "#scripts/read-schema.ts";

/** docs/schema.md for a migrated database: a diagram, each table with its columns and indexes, views and functions. */
export async function describeSchema(connectionString: string): Promise<string> {
  const { tables, views, functions } = await readSchema(connectionString);
  return `# The schema

\`npm run schema\` writes this page from the database that the [migrations](../migrations) create; its words are the
comments there. The job queue has its own schema, \`graphile_worker\`.

## Diagram

Solid lines are foreign keys. Dotted lines are references without a foreign key, which may outlive their target. Tables
that have neither are listed below only.

\`\`\`mermaid
erDiagram
${tables
  .filter((table) => isDrawn(table, tables))
  .flatMap(drawTable)
  .join("\n")}
${tables.flatMap(drawReferences).join("\n")}
\`\`\`

## Tables

${tables.map(describeTable).join("\n\n")}

## Views

${describeAll(views)}

## Functions

${describeAll(functions)}
`;
}

function isDrawn({ name, columns }: Table, tables: readonly Table[]): boolean {
  const all = tables.flatMap((table) => table.columns);
  return columns.some(({ reference }) => reference) || all.some(({ reference }) => reference?.table === name);
}

function drawTable({ name, columns }: Table): string[] {
  const lines = columns
    .filter(({ isKey, reference }) => isKey || reference)
    .map((column) => `    ${column.type.replace(/\W+/g, "_")} ${column.name} ${marks(column)}`.trimEnd());
  return [`  ${name} {`, ...lines, "  }"];
}

function marks({ isKey, reference }: Column): string {
  return [isKey && "PK", reference?.isEnforced && "FK"].filter(Boolean).join(", ");
}

function drawReferences({ name, columns }: Table): string[] {
  const isWholeKey = ({ isKey }: Column) => isKey && columns.filter((column) => column.isKey).length === 1;
  return columns.flatMap((column) => {
    if (!column.reference) return [];
    const line = column.reference.isEnforced ? "--" : "..";
    const from = column.isNullable || !column.reference.isEnforced ? "|o" : "||";
    const to = isWholeKey(column) ? "o|" : "o{";
    return [`  ${column.reference.table} ${from}${line}${to} ${name} : ${column.name}`];
  });
}

function describeTable({ name, meaning, columns, indexes }: Table): string {
  const header = [
    `### ${name}`,
    "",
    meaning,
    "",
    "| Column | Type | Null | Meaning | Personal data of |",
    "| - | - | - | - | - |",
  ];
  const rows = columns.map((column) =>
    row([
      `\`${column.name}\``,
      column.type,
      column.isNullable ? "yes" : "no",
      column.meaning,
      column.personalDataOf ?? "",
    ]),
  );
  return [...header, ...rows, ...(indexes.length ? ["", ...describeIndexes(indexes)] : [])].join("\n");
}

function describeIndexes(indexes: readonly Index[]): string[] {
  const rows = indexes.map(({ name, definition, meaning }) => row([`\`${name}\``, `\`${definition}\``, meaning]));
  return ["| Index | On | For |", "| - | - | - |", ...rows];
}

function describeAll(all: readonly Described[]): string {
  const rows = all.map(({ name, meaning }) => row([`\`${name}\``, meaning]));
  return ["| Name | Meaning |", "| - | - |", ...rows].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`.replaceAll("|  |", "| |");
}
