import type { BodyShape } from "#app/convoso/find-items.server.ts";

/**
 * One delivery as Convoso, or the integration guide, would send it, and what must be read from it. `expect` names only what
 * matters in it; dates are ISO text. Phones are 555-01xx numbers, which belong to nobody.
 */
export type Sample = {
  name: string;
  title: string;
  description: string;
  endpoint: "call" | "lead";
  contentType: string | null;
  body: string;
  query: string;
  expect: {
    shape: BodyShape;
    kind: "call" | "lead" | null;
    isMisrouted: boolean;
    call: Record<string, unknown> | null;
    contact: Record<string, unknown> | null;
    agent: Record<string, unknown> | null;
    /** The keys that could not be read, or were bent. */
    problems: string[];
    /** How many calls or leads are in it; what else is expected is that of the first. */
    parts: number;
  };
};

type Described = Pick<Sample, "name" | "title" | "description" | "endpoint"> & {
  expect: Partial<Sample["expect"]>;
  contentType?: string | null;
  query?: string;
};

function complete({ expect, ...described }: Described, contentType: string | null, body: string): Sample {
  const isMisrouted = expect.kind !== undefined && expect.kind !== null && expect.kind !== described.endpoint;
  const nothing = {
    kind: described.endpoint,
    isMisrouted,
    call: null,
    contact: null,
    agent: null,
    problems: [],
    parts: 1,
  };
  return { query: "", contentType, body, ...described, expect: { shape: "json", ...nothing, ...expect } };
}

/** A sample sent as JSON. What `expect` leaves out is expected to be absent. */
export function jsonSample(described: Described, payload: unknown): Sample {
  return complete(described, "application/json", JSON.stringify(payload, null, 2));
}

/** A sample sent with the content type of a form, or another one, and exactly this body. */
export function textSample(described: Described, body: string): Sample {
  const expect = { shape: "form" as const, ...described.expect };
  return complete({ ...described, expect }, "application/x-www-form-urlencoded", body);
}
