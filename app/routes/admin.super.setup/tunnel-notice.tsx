import { CodeBlock } from "#app/ui/code-block.tsx";
import { Notice } from "#app/ui/notices.tsx";

/** Says that Convoso cannot reach this address, and how a portal on one's own machine is reached for a try. */
export function TunnelNotice({ origin }: { origin: string }) {
  const { port, protocol } = new URL(origin);
  const local = `localhost:${port || (protocol === "https:" ? "443" : "80")}`;
  return (
    <Notice tone="warn" title={`Convoso cannot reach ${origin}`}>
      <p>
        That address only works on this network. Set <code className="font-mono text-xs">PUBLIC_URL</code> to the
        address at which the internet reaches this portal, over HTTPS.
      </p>
      <details className="mt-1">
        <summary className="w-fit cursor-pointer leading-6 text-ink">Try it from this computer</summary>
        <div className="mt-1 grid gap-2">
          <p>
            A tunnel gives the portal a public address while it runs. First set CONVOSO_WEBHOOK_SECRET, because anybody
            can find the address. Then set PUBLIC_URL to the address and restart.
          </p>
          <CodeBlock
            label="With your own server, which serves HTTPS and forwards requests to its port 8080"
            text={`ssh -N -R 8080:${local} you@your-server.example.com`}
            wrap
          />
          <CodeBlock
            label="Without a server: Cloudflare’s program prints an address"
            text={`cloudflared tunnel --url http://${local}`}
            wrap
          />
        </div>
      </details>
    </Notice>
  );
}
