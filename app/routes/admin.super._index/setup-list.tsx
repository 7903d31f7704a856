import type { ReactNode } from "react";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import { isPrivateOrigin } from "#app/lib/is-private-origin.ts";
import { Badge } from "#app/ui/badges.tsx";
import { TextLink } from "#app/ui/links.tsx";

type Step = { title: string; isDone: boolean; todo: ReactNode };

const setting = (name: string) => <code className="font-mono text-xs">{name}</code>;

/** All that a new portal needs before Convoso is connected, in order, with what is missing and where to do it. */
function steps(settings: PortalSettings, hasWorker: boolean): Step[] {
  const setup = (words: string, at = "") => <TextLink to={`/admin/super/setup${at}`}>{words}</TextLink>;
  return [
    {
      title: "A worker runs",
      isDone: hasWorker,
      todo: <>Start {setting("npm run worker")}. It finds recordings and does the work in the background.</>,
    },
    {
      title: "Convoso can reach this portal",
      isDone: !isPrivateOrigin(settings.origin),
      todo: <>Set {setting("PUBLIC_URL")} to the address at which the internet reaches it, over HTTPS.</>,
    },
    {
      title: "Only your own deliveries are accepted",
      isDone: settings.hasWebhookSecret,
      todo: (
        <>
          Set {setting("CONVOSO_WEBHOOK_SECRET")}, and {setup("enter it in Convoso")}.
        </>
      ),
    },
    {
      title: "The portal can fetch recordings",
      isDone: settings.hasAuthToken,
      todo: (
        <>
          Set {setting("CONVOSO_AUTH_TOKEN")}, and {setup("check the connection", "#api")}.
        </>
      ),
    },
    { title: "Convoso sends leads and calls", isDone: false, todo: setup("Enter the addresses in Convoso") },
    {
      title: "Your team can sign in",
      isDone: false,
      todo: <TextLink to="/admin/super/people">Invite them</TextLink>,
    },
  ];
}

/** Which of {@link steps} are done. A setting takes effect when web and worker are started again. */
export function SetupList({ settings, hasWorker }: { settings: PortalSettings; hasWorker: boolean }) {
  return (
    <section aria-labelledby="setup-list" className="mt-6 border-t border-line pt-5">
      <h3 id="setup-list" className="font-medium">
        Before you connect Convoso, in order
      </h3>
      <ol className="mt-3 grid gap-2 text-sm">
        {steps(settings, hasWorker).map(({ title, isDone, todo }) => (
          <li key={title} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <Badge tone={isDone ? "ok" : "warn"}>{isDone ? "Done" : "To do"}</Badge>
            <span className="font-medium">{title}</span>
            {!isDone && <span className="text-ink-soft">{todo}</span>}
          </li>
        ))}
      </ol>
      <p className="mt-3 text-xs text-ink-faint">
        Settings are in <code className="font-mono">.env.local</code> or in the environment. Restart web and worker
        after a change.
      </p>
    </section>
  );
}
