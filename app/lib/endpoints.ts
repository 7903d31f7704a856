/** Where deliveries are sent to, by the name that `call_events.endpoint` gives each. */
export const ENDPOINT_PATHS = {
  lead: "/api/webhooks/convoso-leads",
  call: "/api/webhooks/convoso",
  echo: "/api/webhooks/echo",
} as const;

export type Endpoint = keyof typeof ENDPOINT_PATHS;

export const ENDPOINTS = Object.keys(ENDPOINT_PATHS) as [Endpoint, ...Endpoint[]];

/** Where deliveries came to: an endpoint, or an address that is none. */
export type Destination = Endpoint | "unknown";

export const DESTINATIONS: [Destination, ...Destination[]] = [...ENDPOINTS, "unknown"];

export const DESTINATION_WORDS: Record<Destination, string> = {
  lead: "Lead",
  call: "Call",
  echo: "Echo",
  unknown: "Wrong address",
};
