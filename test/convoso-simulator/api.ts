import { campaigns, dispositions } from "./account.ts";
import { leadRecordings } from "./lead-recordings.ts";
import { type ApiContext, logRetrieve } from "./log-retrieve.ts";
import { type Params, refusal } from "./vendor-answer.ts";

const yesOrNo = (is: boolean) => (is ? "Y" : "N");

function statusSearch() {
  const data = dispositions.map(({ code, name, isFinal = false, isSystem = false }) => ({
    abbreviation: code,
    name,
    final: yesOrNo(isFinal),
    reached: yesOrNo(!isSystem),
    success: yesOrNo(code === "SALE"),
    dnc: yesOrNo(code === "DNC"),
    callback: yesOrNo(code === "CB"),
    contact: yesOrNo(!isSystem),
    voicemail: yesOrNo(code === "A"),
  }));
  return { success: true, data };
}

function campaignsSearch() {
  return { success: true, data: campaigns.map(({ id, name }) => ({ id, name, status: "Y" })) };
}

const endpoints: Record<string, (params: Params, context: ApiContext) => object> = {
  "/v1/log/retrieve": logRetrieve,
  "/v1/leads/get-recordings": leadRecordings,
  "/v1/status/search": statusSearch,
  "/v1/campaigns/search": campaignsSearch,
};

/** What the API sends for a path that it does not know: a page, as it would to a browser. */
export function htmlPage(status: number): Response {
  const page =
    "<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>";
  return new Response(page, { status, headers: { "content-type": "text/html; charset=UTF-8" } });
}

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
