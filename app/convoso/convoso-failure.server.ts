/**
 * Why Convoso gave no usable answer. `message` is one sentence for the admin and never holds the token;
 * `status` is the HTTP status, null where none came; `code` is the number in the body, whose meaning depends on the
 * endpoint; `retryAfterSeconds` is what Convoso asked for, if it did.
 */
export type ConvosoFailure = {
  kind:
    | "refused" // understood and declined: asking the same again will not help
    | "not-json" // something that is not the API answered, or in a shape that nobody knows
    | "unauthorized"
    | "forbidden"
    | "rate-limited"
    | "server-error"
    | "unreachable";
  message: string;
  status: number | null;
  code: number | null;
  retryAfterSeconds: number | null;
};

const byStatus: Record<number, ConvosoFailure["kind"]> = {
  401: "unauthorized",
  403: "forbidden",
  429: "rate-limited",
  5001: "unauthorized", // a bad token under HTTP 200
};

const meaning: Record<ConvosoFailure["kind"], string> = {
  refused: "Convoso refused the request",
  "not-json": "The answer did not come from Convoso's API",
  unauthorized: "Convoso did not accept the auth token",
  forbidden: "Convoso does not allow this auth token to read this",
  "rate-limited": "Convoso asks for fewer requests",
  "server-error": "Convoso failed to process the request",
  unreachable: "Convoso could not be reached",
};

/** Convoso repeats the HTTP meanings as codes in the body of a 200, so one table serves both. */
export function failureKind(statusOrCode: number | null): ConvosoFailure["kind"] | null {
  if (statusOrCode === null) return null;
  return byStatus[statusOrCode] ?? (statusOrCode >= 500 && statusOrCode < 600 ? "server-error" : null);
}

/** A failure with its sentence; `detail` is appended, shortened to what fits a table cell. */
export function convosoFailure(
  kind: ConvosoFailure["kind"],
  detail: string | null,
  known: Partial<Pick<ConvosoFailure, "status" | "code" | "retryAfterSeconds">> = {},
): ConvosoFailure {
  const { status = null, code = null, retryAfterSeconds = null } = known;
  const numbers = [status !== null && status !== 200 && `HTTP ${status}`, code !== null && `code ${code}`];
  const source = numbers.filter(Boolean).join(", ");
  // Control characters and halves of characters would be refused by the database that keeps the sentence.
  const said = detail
    ?.replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 300)
    .toWellFormed();
  const message = `${meaning[kind]}${source && ` (${source})`}${said ? `: ${said}` : ""}`;
  return { kind, message, status, code, retryAfterSeconds };
}
