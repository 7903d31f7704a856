import { Agent, request } from "undici";
import { convosoFailure } from "#app/convoso/convoso-failure.server.ts";
import { type Answer, MAX_ANSWER_BYTES, readAnswer } from "#app/convoso/read-answer.server.ts";
import { tell } from "#app/lib/observe.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** Whom to ask, as whom. `timeZone` is the account's IANA zone: Convoso's times carry no offset. */
export type ConvosoSettings = { apiUrl: string; authToken: string; timeZone: string; timeoutMs?: number };

/** A backlog asks thousands of times, and `fetch` costs the worker more than all else that it does with an answer. */
const agentFor = (maxBytes: number) =>
  singleton(`convoso-agent-${maxBytes}`, () => new Agent({ maxResponseSize: maxBytes }));

/**
 * Asks Convoso's API once. A redirect is not followed. What is thrown can hold the whole URL, token and all, so nothing of
 * it is passed on but its code.
 * @param path such as "log/retrieve"
 * @param maxBytes what is read of the answer at most
 * @returns the JSON, or the failure by kind; it never throws for what Convoso or the network does
 */
export async function askApi(
  settings: ConvosoSettings,
  path: string,
  params: Record<string, string>,
  maxBytes = MAX_ANSWER_BYTES,
): Promise<Answer> {
  const start = performance.now();
  const answer = await ask(settings, path, params, maxBytes);
  const result = answer.ok ? "answered" : answer.failure.kind;
  tell("convoso asked", { section: path, result, seconds: (performance.now() - start) / 1000 });
  return answer;
}

async function ask(
  { apiUrl, authToken, timeoutMs = 15_000 }: ConvosoSettings,
  path: string,
  params: Record<string, string>,
  maxBytes: number,
): Promise<Answer> {
  const url = new URL(`${apiUrl.replace(/\/+$/, "")}/${path}`);
  url.search = new URLSearchParams({ auth_token: authToken, ...params }).toString();
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = { accept: "application/json", "accept-encoding": "identity", "user-agent": "node" };
    return await readAnswer(
      await request(url, { dispatcher: agentFor(maxBytes), signal, headers }),
      authToken,
      maxBytes,
    );
  } catch (error) {
    const { name, code } = error as Error & { code?: unknown };
    const isTimeout = name === "TimeoutError";
    const detail = isTimeout ? `no answer within ${timeoutMs / 1000} s` : String(code ?? "the connection broke");
    return { ok: false, failure: convosoFailure("unreachable", detail) };
  }
}
