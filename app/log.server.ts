import pino, { type Logger } from "pino";
import { env } from "#app/env.server.ts";
import { prettyLine } from "#app/lib/pretty-line.ts";
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

const forPeople = { write: (line: string) => void process.stdout.write(prettyLine(line)) };

/**
 * The process's log: one JSON object a line on standard output, or a line for people (LOG_FORMAT). Put errors under the
 * key `err`.
 */
export function log(): Logger {
  return singleton("log", () => {
    const options = { level: env().LOG_LEVEL, base: null, serializers: { err: describeError } };
    return env().LOG_FORMAT === "pretty" ? pino(options, forPeople) : pino(options);
  });
}
