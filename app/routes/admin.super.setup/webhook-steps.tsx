import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Arrival } from "#app/db/deliveries/arrivals.server.ts";
import type { ReceivedFields } from "#app/features/test-tools/list-received-fields.server.ts";
import { Button, CopyButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { type FactList, Facts } from "#app/ui/facts.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { AdaptorTable } from "./adaptor-table.tsx";
import { ArrivalNotice } from "./arrival-notice.tsx";

type Props = {
  kind: "lead" | "call";
  url: string;
  received: ReceivedFields;
  hasSecret: boolean;
  /** The secrets, once an admin has asked for them. */
  secrets: string[] | undefined;
  arrival: Arrival;
};

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
    Delay: "None. The recording may come later: the portal searches for it two minutes after the call",
  },
};

const words = {
  lead: { title: "Leads", what: "leads", adaptor: "Lead" },
  call: { title: "Calls", what: "calls", adaptor: "Call" },
};

/** What to enter in Convoso's three screens for one webhook, and whether it works. */
export function WebhookSteps({ kind, url, received, hasSecret, secrets, arrival }: Props) {
  const { title, what, adaptor } = words[kind];
  return (
    <Card title={title} id={what}>
      <ArrivalNotice arrival={arrival} what={what} />
      <ol className="mt-4 grid gap-4">
        <Step title="1. Adaptor: which fields to send">
          <p className="text-sm text-ink-soft">
            Add an adaptor, for example “Portal {adaptor}”, and write these names into its Mapped To boxes. Only what is
            mapped is sent. You can map more fields under any name; they are kept.
          </p>
          <AdaptorTable caption={`Fields of the ${adaptor.toLowerCase()} adaptor`} received={received} />
          {kind === "call" && (
            <p className="text-sm text-ink-soft">
              Always map <code className="font-mono text-xs">call_log_id</code>: without it the portal cannot find the
              recording. Choose the format 2024-03-15 14:30:00 for the date.
            </p>
          )}
        </Step>
        <Step title="2. Convoso Connect: where to send">
          <Facts
            facts={{
              Method: "POST: Convoso sends to us",
              URL: <Typed text={url} />,
              "Post data type": "JSON (RAW works as well)",
              "Response type": "JSON",
              "Authorization Header": hasSecret ? (
                <SecretLine secrets={secrets} place={what} />
              ) : (
                "Leave empty: CONVOSO_WEBHOOK_SECRET is not set, so anyone can post"
              ),
            }}
          />
        </Step>
        <Step title="3. Workflow: when to send">
          <Facts facts={workflows[kind]} />
        </Step>
      </ol>
    </Card>
  );
}

/** What to type for the secret, which stays hidden until an admin asks for it. */
function SecretLine({ secrets, place }: { secrets: string[] | undefined; place: string }) {
  const [secret, ...others] = secrets ?? [];
  if (secret === undefined) {
    return (
      <div className="grid gap-1.5">
        <code className="font-mono text-xs">x-webhook-secret: ••••••••</code>
        <NeedsRole atLeast="admin" toDo="see the secret">
          <Form method="post" action={`?#${place}`} preventScrollReset>
            <Button name="intent" value="secret">
              Show the secret
            </Button>
          </Form>
        </NeedsRole>
      </div>
    );
  }
  return (
    <>
      <Typed text={`x-webhook-secret: ${secret}`} />
      {others.length > 0 && (
        <p className="text-xs text-ink-soft">
          This is the first of {others.length + 1} in CONVOSO_WEBHOOK_SECRET. The others are accepted as well.
        </p>
      )}
    </>
  );
}
