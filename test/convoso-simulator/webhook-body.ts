import { BODY_SHAPES } from "#test/body-shapes.ts";
import type { Fields } from "./webhook-fields.ts";

/** How the fields travel. All of them were met at real accounts. */
export const shapes = ["form", "json", "json-in-form", "json-in-form-equals", "params", "query"] as const;
/** How other senders write them, or damage them. */
export const oddShapes: string[] = Object.keys(BODY_SHAPES).filter(
  (name) => !(shapes as readonly string[]).includes(name),
);
export type Shape = (typeof shapes)[number] | (string & {});

export type WebhookBody = {
  contentType: string | null;
  contentEncoding?: string | null;
  body: string | Uint8Array;
  query: string;
};

const FORM = "application/x-www-form-urlencoded";

/** Writes the fields in one of Convoso's {@link shapes}, or in one of the {@link oddShapes}. */
export function webhookBody(fields: Fields, shape: Shape): WebhookBody {
  const form = new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value)])).toString();
  const json = JSON.stringify(fields);
  switch (shape) {
    case "form":
      return { contentType: FORM, body: form, query: "" };
    case "json":
      return { contentType: "application/json", body: json, query: "" };
    case "json-in-form":
      return { contentType: FORM, body: json, query: "" };
    case "json-in-form-equals":
      return { contentType: FORM, body: `${json}=`, query: "" };
    case "params":
      return { contentType: FORM, body: new URLSearchParams({ params: form }).toString(), query: "" };
    case "query":
      return { contentType: null, body: "", query: form };
  }
  const odd = BODY_SHAPES[shape]?.(Object.entries(fields).map(([key, value]) => [key, String(value)]));
  if (!odd) throw new TypeError(`There is no shape ${shape}.`);
  return { contentType: null, ...odd, query: String(odd.query ?? "") };
}
