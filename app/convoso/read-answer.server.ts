import { type Json, parseJson } from "#app/convoso/clean-json.server.ts";
import { type ConvosoFailure, convosoFailure, failureKind } from "#app/convoso/convoso-failure.server.ts";

const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

/** What Convoso said: its JSON, or why there is none. */
export type Answer = { ok: true; body: Json } | { ok: false; failure: ConvosoFailure };

/** The body as text, or null as soon as it is larger than {@link MAX_ANSWER_BYTES}: leaving the loop ends the download. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The DOM's types do not know yet that a stream can be iterated.
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseBody(text: string): Json | undefined {
  try {
    return parseJson(text.replace(/^\uFEFF/, ""), () => {});
  } catch {
    return undefined;
  }
}

function parseRetryAfter(header: string | null): number | null {
  if (!header) return null;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** Readers disagree on the key of the text, so all three are tried. */
function statedError(body: Json | undefined): { isFailure: boolean; code: number | null; text: string } {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return { isFailure: false, code: null, text: "" };
  const text = [body.text, body.message, body.error].find((value) => typeof value === "string" && value.trim() !== "");
  const code = Number(body.code ?? Number.NaN);
  return {
    isFailure: [false, "false", 0, "0"].includes(body.success as never),
    code: Number.isInteger(code) ? code : null,
    text: String(text ?? ""),
  };
}

/** Says what a page is, for an admin who wonders why it is not JSON. */
function nameThePage(response: Response, text: string): string {
  if (text.trim() === "") return "the answer was empty";
  const type = response.headers.get("content-type")?.split(";")[0]?.trim();
  const title = /<title>\s*([^<]{1,80})/i.exec(text)?.[1];
  return `it sent ${type || "something without a type"}${title ? ` titled “${title.trim()}”` : ""}; check CONVOSO_API_URL`;
}

/**
 * Reads a response and tells Convoso's ways to fail apart.
 * Source: convoso error glossary (401, 403, 500) and readers in the wild (200 with `success: false`, HTML, 429).
 * @param secret never appears in a failure, even where Convoso repeats it
 * @throws what the stream throws when the connection breaks or the request's signal fires while the body is read
 */
export async function readAnswer(response: Response, secret: string): Promise<Answer> {
  const hide = (said: string) => said.replaceAll(secret, "…").replaceAll(encodeURIComponent(secret), "…");
  const { status } = response;
  if (status >= 300 && status < 400) {
    // Following would hand the token in the query to an address that nobody configured.
    await response.body?.cancel();
    const failure = convosoFailure("not-json", "it redirects elsewhere; check CONVOSO_API_URL", { status });
    return { ok: false, failure };
  }
  const text = await readText(response);
  if (text === null) {
    return { ok: false, failure: convosoFailure("not-json", "the answer is larger than 2 MiB", { status }) };
  }
  const body = parseBody(text);
  const stated = statedError(body);
  const retryAfterSeconds = parseRetryAfter(response.headers.get("retry-after"));
  const known = { status, code: stated.code, retryAfterSeconds };

  const kind = failureKind(status);
  if (kind) return { ok: false, failure: convosoFailure(kind, hide(stated.text), known) };
  if (body === undefined) {
    return { ok: false, failure: convosoFailure("not-json", nameThePage(response, hide(text)), known) };
  }
  if (!response.ok || stated.isFailure) {
    return { ok: false, failure: convosoFailure(failureKind(stated.code) ?? "refused", hide(stated.text), known) };
  }
  return { ok: true, body };
}
