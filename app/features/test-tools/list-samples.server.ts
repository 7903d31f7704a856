import { type Sample, samples } from "#app/convoso/samples.server.ts";

/** A sample as Test Tools shows and sends it; no content type: the fields are in the query string. */
export type PostableSample = Pick<
  Sample,
  "name" | "title" | "description" | "endpoint" | "contentType" | "query" | "body"
>;

/** Every shape that we know: the same samples that the tests are made of. */
export function listSamples(): PostableSample[] {
  return samples.map(({ name, title, description, endpoint, contentType, query, body }) => ({
    ...{ name, title, description, endpoint },
    ...{ contentType, query, body },
  }));
}
