import { type Sample, samples } from "#app/convoso/samples.server.ts";

/** A sample that Test Tools can send. */
export type PostableSample = Pick<Sample, "name" | "title" | "description" | "endpoint" | "body"> & {
  contentType: string;
};

/** The samples that are a body with a content type; those that live in the query string are for a shell. */
export function listSamples(): PostableSample[] {
  return samples.flatMap(({ name, title, description, endpoint, contentType, query, body }) =>
    contentType === null || query !== "" || body === ""
      ? []
      : [{ name, title, description, endpoint, contentType, body }],
  );
}
