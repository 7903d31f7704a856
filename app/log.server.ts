import pino, { type Logger } from "pino";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/**
 * What may be logged of an error: its kind and message. Not its other properties, because a PostgreSQL error carries the
 * row in `detail` and a slonik error the statement's values, which hold phone numbers.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === "string" && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** The process's log: one JSON object a line on standard output. Put errors under the key `err`. */
export function log(): Logger {
  return singleton("log", () => pino({ level: env().LOG_LEVEL, base: null, serializers: { err: describeError } }));
}
