/** The parameters of a request, from the query and a form body alike; Convoso takes a blank one as not given. */
export type Params = ReadonlyMap<string, string>;

/** A business error: Convoso sends it under HTTP 200. */
export function refusal(code: number, text: string) {
  return { success: false, code, text };
}

/** A window of a list, or the refusal of a bad one. */
export function pageOf(params: Params, { limit, max }: { limit: number; max: number }) {
  const page = { offset: Number(params.get("offset") ?? 0), limit: Number(params.get("limit") ?? limit) };
  if (!Number.isInteger(page.limit) || page.limit < 1 || page.limit > max) return refusal(7230, "Limit is not valid.");
  if (!Number.isInteger(page.offset) || page.offset < 0 || page.offset > 40_000) {
    return refusal(7231, "Offset is not valid.");
  }
  return page;
}

/** What the API sends for a path that it does not know: a page, as it would to a browser. */
export function htmlPage(status: number): Response {
  const page =
    "<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>";
  return new Response(page, { status, headers: { "content-type": "text/html; charset=UTF-8" } });
}
