import { redactSecrets, redactSecretsInBody } from "#app/convoso/redact-secrets.server.ts";
import type { RawDelivery } from "#app/features/ingest/delivery.server.ts";

/**
 * A delivery whose query and body hold no secret of this installation, so that none becomes a field. Its headers still hold
 * them; what is stored of those goes through `redactHeaders`.
 */
export function withoutSecrets(raw: RawDelivery): RawDelivery {
  const { query, body, path } = raw;
  const pairs = [...query].map((pair) => pair.map(redactSecrets));
  return {
    ...raw,
    ...(path !== undefined && { path: redactSecrets(path) }),
    query: pairs.length > 0 ? new URLSearchParams(pairs) : query,
    body: body && redactSecretsInBody(body),
  };
}
