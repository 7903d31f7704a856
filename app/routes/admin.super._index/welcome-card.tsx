import type { ComponentProps } from "react";
import { firstCallCommand } from "#app/lib/curl-command.ts";
import { CopyButton, LinkButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { SetupList } from "./setup-list.tsx";

/** Shown in place of the charts until the first delivery arrives: three ways to send one. */
export function WelcomeCard({ url, ...setup }: { url: string } & ComponentProps<typeof SetupList>) {
  const { hasWebhookSecret } = setup.settings;
  const command = firstCallCommand(url, hasWebhookSecret);
  return (
    <Card className="overflow-hidden">
      <Horizon />
      <h2 className="mt-4 text-xl font-semibold tracking-tight">Ready for the first delivery</h2>
      <p className="mt-1 max-w-prose text-ink-soft">
        This page fills with charts when the first lead or call arrives. Until then:
      </p>
      <ol className="mt-5 grid gap-x-8 gap-y-6 md:grid-cols-3">
        <Step nth={1} title="See it work" text="Send a sample lead or call, just as Convoso sends it, and follow it.">
          <LinkButton to="/admin/super/test-tools" look="primary">
            Send a sample
          </LinkButton>
        </Step>
        <Step
          nth={2}
          title="Connect Convoso"
          text="What to enter in its Connect, Adaptor and Workflow screens, with a check that it works."
        >
          <LinkButton to="/admin/super/setup">Set up Convoso</LinkButton>
        </Step>
        <Step nth={3} title="Or post from a terminal" text="A call of two minutes that ended in a sale:">
          <div className="flex min-w-0 items-start gap-1 rounded-md bg-sunken p-2">
            <code className="min-w-0 font-mono text-xs break-all">{command}</code>
            <CopyButton text={command} label="Copy the command" />
          </div>
          {hasWebhookSecret && (
            <p className="mt-1 text-xs text-ink-soft">
              Your shell needs CONVOSO_WEBHOOK_SECRET in its environment, too.
            </p>
          )}
        </Step>
      </ol>
      <SetupList {...setup} />
    </Card>
  );
}

function Step({ nth, title, text, children }: { nth: number; title: string; text: string; children: React.ReactNode }) {
  return (
    <li className="grid min-w-0 content-start gap-2">
      <p className="flex items-center gap-2 font-medium">
        <span
          aria-hidden="true"
          className="grid size-6 place-items-center rounded-full bg-accent-wash text-xs font-semibold text-accent"
        >
          {nth}
        </span>
        {title}
      </p>
      <p className="text-sm text-ink-soft">{text}</p>
      <div>{children}</div>
    </li>
  );
}

const heights = [10, 16, 12, 22, 30, 24, 36, 44, 34, 52, 46, 60, 50, 40, 56, 64, 54, 70, 58, 48, 62, 74, 66, 80];

/** A faint picture of the coming charts. */
function Horizon() {
  const bars = heights.map((height, place) => `M${place * 10 + 1} ${80 - height}h8v${height}h-8z`);
  return (
    <svg aria-hidden="true" viewBox="0 0 240 80" preserveAspectRatio="none" className="block h-20 w-full">
      <path d={bars.join("")} className="fill-accent-wash" />
    </svg>
  );
}
