import type { ReactNode } from "react";
import type { Arrival } from "#app/db/arrivals.server.ts";
import type { AdaptorField } from "#app/features/test-tools/list-adaptor-fields.server.ts";
import { Card } from "#app/ui/card.tsx";
import { CopyButton } from "#app/ui/copy-button.tsx";
import { type FactList, Facts } from "#app/ui/facts.tsx";
import { AdaptorTable } from "./adaptor-table.tsx";
import { ArrivalNotice } from "./arrival-notice.tsx";

type Props = { kind: "lead" | "call"; url: string; fields: AdaptorField[]; hasSecret: boolean; arrival: Arrival };

const SECRET_LINE = "x-webhook-secret: your-webhook-secret";

function Typed({ text }: { text: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code className="min-w-0 font-mono text-xs break-all">{text}</code>
      <CopyButton text={text} label={`Copy: ${text}`} />
    </span>
  );
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="grid gap-2 border-t border-line pt-4">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </li>
  );
}

const workflows: Record<Props["kind"], FactList> = {
  lead: {
    Trigger: "Lead Action, for new leads; a second workflow on Lead Status if changes matter to you",
    Action: "Integration, with the endpoint of step 2",
    Delay: "None",
  },
  call: {
    Trigger: "Disposition, with every status that ends a call",
    Again: "A second workflow on Redisposition: triggers within one workflow must all be true",
    Action: "Integration, with the endpoint of step 2",
    Delay: "None. The recording may come later: it is looked for two minutes after the call",
  },
};

const words = {
  lead: { title: "Leads", what: "leads", adaptor: "Lead" },
  call: { title: "Calls", what: "calls", adaptor: "Call" },
};

/** What to type into Convoso's three screens for one webhook, and whether it works. */
export function WebhookSteps({ kind, url, fields, hasSecret, arrival }: Props) {
  const { title, what, adaptor } = words[kind];
  return (
    <Card title={title} id={what}>
      <ArrivalNotice arrival={arrival} what={what} />
      <ol className="mt-4 grid gap-4">
        <Step title="1. Adaptor: which fields are sent">
          <p className="text-sm text-ink-soft">
            Add an adaptor, for example “Portal {adaptor}”, and write these names into its Mapped To boxes. Only what is
            mapped is sent. More fields are welcome under any name: they are kept.
          </p>
          <AdaptorTable caption={`Fields of the ${adaptor.toLowerCase()} adaptor`} fields={fields} />
          {kind === "call" && (
            <p className="text-sm text-ink-soft">
              Map <code className="font-mono text-xs">call_log_id</code> in any case: without it a recording cannot be
              found. Choose the format 2024-03-15 14:30:00 for the date.
            </p>
          )}
        </Step>
        <Step title="2. Convoso Connect: where to">
          <Facts
            facts={{
              Method: "POST: Convoso sends to us",
              URL: <Typed text={url} />,
              "Post data type": "JSON (RAW works as well)",
              "Response type": "JSON",
              "Authorization Header": hasSecret ? (
                <Typed text={SECRET_LINE} />
              ) : (
                "Leave empty: CONVOSO_WEBHOOK_SECRET is not set, so everybody may deliver"
              ),
            }}
          />
          {hasSecret && (
            <p className="text-sm text-ink-soft">
              Put the value of CONVOSO_WEBHOOK_SECRET in place of{" "}
              <code className="font-mono text-xs">your-webhook-secret</code>.
            </p>
          )}
        </Step>
        <Step title="3. Workflow: when">
          <Facts facts={workflows[kind]} />
        </Step>
      </ol>
    </Card>
  );
}
