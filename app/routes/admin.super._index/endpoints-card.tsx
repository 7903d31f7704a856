import type { Endpoint } from "#app/lib/endpoints.ts";
import { CopyButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";

const endpoints = [
  { name: "Leads", key: "lead", method: "POST", purpose: "Convoso Connect entries that send lead data" },
  { name: "Calls", key: "call", method: "POST", purpose: "Workflows that fire on a disposition" },
  { name: "Echo", key: "echo", method: "ANY", purpose: "Returns what it receives, to test the connection" },
] as const;

/** The addresses to enter in Convoso, on this portal's own host. */
export function EndpointsCard({ urls }: { urls: Record<Endpoint, string> }) {
  return (
    <Card title="Webhook endpoints" action={<TextLink to="/admin/super/setup">Set up Convoso</TextLink>} flush>
      <ul className="divide-y divide-line text-sm">
        {endpoints.map(({ name, key, method, purpose }) => (
          <li
            key={key}
            className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 md:grid-cols-[4rem_minmax(0,1fr)] lg:grid-cols-[4rem_minmax(0,32rem)_1fr] md:items-center"
          >
            <span className="font-medium">{name}</span>
            <span className="flex min-w-0 items-center gap-1">
              <code className="min-w-0 font-mono text-xs break-all">
                <span className="text-ink-faint">{method}</span> {urls[key]}
              </code>
              <CopyButton text={urls[key]} label={`Copy the address for ${name.toLowerCase()}`} />
            </span>
            <span className="text-ink-soft md:max-lg:col-start-2">{purpose}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
