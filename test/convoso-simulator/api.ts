import { leadRecordings } from "./lead-recordings.ts";
import { type ApiContext, logRetrieve } from "./log-retrieve.ts";
import { campaignsSearch, leadsSearch, listsSearch, statusSearch, usersSearch } from "./sections.ts";
import { htmlPage, type Params, refusal } from "./vendor-answer.ts";

const endpoints: Record<string, (params: Params, context: ApiContext) => object> = {
  "/v1/log/retrieve": logRetrieve,
  "/v1/leads/get-recordings": leadRecordings,
  "/v1/leads/search": leadsSearch,
  "/v1/users/search": usersSearch,
  "/v1/status/search": statusSearch,
  "/v1/campaigns/search": campaignsSearch,
  "/v1/lists/search": listsSearch,
};

/** Reads what was asked: GET in the query, POST as a form or in the query, as the vendor's older pages show. */
export async function readParams(request: Request): Promise<Params> {
  const pairs = [...new URL(request.url).searchParams];
  if (request.method === "POST") pairs.push(...new URLSearchParams(await request.text()));
  return new Map(
    pairs.map(([name, value]): [string, string] => [name, value.trim()]).filter(([, value]) => value !== ""),
  );
}

/** Answers one API request as Convoso would on a good day. */
export function answerApi(path: string, params: Params, authToken: string, context: ApiContext): Response {
  const endpoint = endpoints[path];
  if (!endpoint) return htmlPage(404);
  if (params.get("auth_token") !== authToken) {
    return Response.json(refusal(401, "Authorization token is missing or not valid."), { status: 401 });
  }
  return Response.json(endpoint(params, context));
}
