import { bodyShapeSamples } from "#app/convoso/samples/body-shapes.server.ts";
import { convosoCallSamples } from "#app/convoso/samples/convoso-calls.server.ts";
import { convosoLeadSamples } from "#app/convoso/samples/convoso-leads.server.ts";
import { damagedSamples } from "#app/convoso/samples/damaged.server.ts";
import { dateSamples } from "#app/convoso/samples/dates.server.ts";
import { doubtfulSamples } from "#app/convoso/samples/doubtful.server.ts";
import { guideSamples } from "#app/convoso/samples/guide.server.ts";
import type { Sample } from "#app/convoso/samples/sample.server.ts";

export type { Sample };

/**
 * The one set of sample deliveries: tests, the demo and Test Tools use it, in this order. They are code, not JSON files:
 * Node needs an import attribute for JSON that Remix's bundler cannot parse.
 */
export const samples: Sample[] = [
  ...guideSamples,
  ...convosoCallSamples,
  ...convosoLeadSamples,
  ...doubtfulSamples,
  ...bodyShapeSamples,
  ...damagedSamples,
  ...dateSamples,
];
