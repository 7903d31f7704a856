import { redactHeaders, redactQuery } from "#app/convoso/redact.server.ts";
import { redactSecrets } from "#app/convoso/redact-secrets.server.ts";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";

/** What tells an admin which program a stranger is, and what a proxy says of it. */
const OF_STRANGERS = ["content-length", "content-type", "host", "user-agent", "x-forwarded-for"];
const MOST_OF_A_HEADER = 120;
const MOST_NAMES = 20;
const MOST_OF_A_NAME = 40;

/** The headers of a delivery as they are stored, without secrets; of an unverified one only a few, cut short. */
export function keptHeaders({ raw, isVerified }: Delivery): Record<string, string> {
  const headers = redactHeaders(raw.headers);
  if (isVerified) return headers;
  return Object.fromEntries(
    OF_STRANGERS.flatMap((name) => (headers[name] ? [[name, headers[name].slice(0, MOST_OF_A_HEADER)]] : [])),
  );
}

/** The query of a delivery as it is stored, without secrets; of an unverified one only names, since values may be personal. */
export function keptQuery({ raw, isVerified }: Delivery): string {
  if (isVerified) return redactQuery(raw.query);
  const names = [...raw.query.keys()].slice(0, MOST_NAMES).map((name) => redactSecrets(name).slice(0, MOST_OF_A_NAME));
  return names.map((name) => `${encodeURIComponent(name.toWellFormed())}=`).join("&");
}
