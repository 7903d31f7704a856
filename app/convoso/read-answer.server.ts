import type { Dispatcher } from "undici";
import { type Json, parseJson } from "#app/convoso/clean-json.server.ts";
import { type ConvosoFailure, convosoFailure, failureKind } from "#app/convoso/convoso-failure.server.ts";

const MEBIBYTE = 1024 * 1024;
/** What an answer may be at most, unless a page of many rows is asked for. */
export const MAX_ANSWER_BYTES = 2 * MEBIBYTE;

/** What Convoso said: its JSON, also as it came; or why there is none. */
export type Answer = { ok: true; body: Json; text: string } | { ok: false; failure: ConvosoFailure };

/** The body as text, or null where reading stopped because it is larger than its dispatcher takes. */
async function readText({ body }: Dispatcher.ResponseData): Promise<string | null> {
  try {
    return await body.text();
  } catch (error) {
    if ((error as { code?: unknown }).code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return null;
    throw error;
  }
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
function nameThePage(response: Dispatcher.ResponseData, text: string): string {
  if (text.trim() === "") return "the answer was empty";
  const type = headerOf(response, "content-type")?.split(";")[0]?.trim();
  const title = /<title>\s*([^<]{1,80})/i.exec(text)?.[1];
  return `it sent ${type || "something without a type"}${title ? ` titled “${title.trim()}”` : ""}; check CONVOSO_API_URL`;
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | null {
  return [headers[name]].flat()[0] ?? null;
}

/**
 * Reads a response and tells Convoso's ways to fail apart.
 * Source: convoso error glossary (401, 403, 500) and readers in the wild (200 with `success: false`, HTML, 429).
 * @param secret never appears in a failure, even where Convoso repeats it
 * @param maxBytes what the response's dispatcher reads at most
 * @throws what the stream throws when the connection breaks or the request's signal fires while the body is read
 */
export async function readAnswer(response: Dispatcher.ResponseData, secret: string, maxBytes: number): Promise<Answer> {
  const hide = (said: string) => said.replaceAll(secret, "…").replaceAll(encodeURIComponent(secret), "…");
  const { statusCode: status } = response;
  if (status >= 300 && status < 400) {
    // Following would hand the token in the query to an address that nobody configured.
    await response.body.dump();
    const failure = convosoFailure("not-json", "it redirects elsewhere; check CONVOSO_API_URL", { status });
    return { ok: false, failure };
  }
  const text = await readText(response);
  if (text === null) {
    const detail = `the answer is larger than ${maxBytes / MEBIBYTE} MiB`;
    return { ok: false, failure: convosoFailure("not-json", detail, { status }) };
  }
  const body = parseBody(text);
  const stated = statedError(body);
  const retryAfterSeconds = parseRetryAfter(headerOf(response, "retry-after"));
  const known = { status, code: stated.code, retryAfterSeconds };

  const kind = failureKind(status);
  if (kind) return { ok: false, failure: convosoFailure(kind, hide(stated.text), known) };
  if (body === undefined) {
    return { ok: false, failure: convosoFailure("not-json", nameThePage(response, hide(text)), known) };
  }
  if (status < 200 || status >= 300 || stated.isFailure) {
    return { ok: false, failure: convosoFailure(failureKind(stated.code) ?? "refused", hide(stated.text), known) };
  }
  return { ok: true, body, text };
}
