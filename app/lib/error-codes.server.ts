/** The codes of an error and of its causes, outermost first. slonik, for one, puts errors of its kind around PostgreSQL's. */
export function errorCodes(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string") codes.push(code);
  }
  return codes;
}
