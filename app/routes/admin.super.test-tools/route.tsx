import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { countTestData } from "#app/db/test-data.server.ts";
import { clearTestData } from "#app/features/test-data/clear-test-data.server.ts";
import { checkConnection } from "#app/features/test-tools/check-connection.server.ts";
import { listSamples } from "#app/features/test-tools/list-samples.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireAdmin, requireRole } from "#app/http/require-admin.server.ts";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { ClearCard } from "./clear-card.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { ExamplesCard } from "./examples-card.tsx";
import { examplesFor } from "./examples-for.server.ts";
import { sendAndShow } from "./send-and-show.server.ts";
import { SendCard } from "./send-card.tsx";

export const meta: MetaFunction = () => [{ title: "Test Tools · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  const settings = portalSettings(request);
  const db = await orUnavailable(pool());
  return {
    samples: listSamples(),
    hasSecret: settings.hasWebhookSecret,
    examples: examplesFor(settings),
    testData: await orUnavailable(countTestData(db)),
    isConfirming: new URL(request.url).searchParams.get("clear") === "confirm",
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const form = await readForm(request);
  const db = await orUnavailable(pool());
  const nothing = { cleared: null, checked: null, sent: null };
  switch (form.get("intent")) {
    case "clear":
      requireRole(admin, "admin");
      return { ...nothing, cleared: await orUnavailable(clearTestData(db, admin)) };
    case "connection":
      return { ...nothing, checked: await orUnavailable(checkConnection(db, admin)) };
    default:
      return { ...nothing, sent: await orUnavailable(sendAndShow(db, form, admin, portalSettings(request))) };
  }
}

export default function TestTools() {
  const { samples, hasSecret, examples, testData, isConfirming } = useLoaderData<typeof loader>();
  const { sent, cleared, checked } = useActionData<typeof action>() ?? { sent: null, cleared: null, checked: null };
  const card = (endpoint: "lead" | "call" | "echo") => ({
    endpoint,
    hasSecret,
    samples: samples.filter((sample) => sample.endpoint === endpoint),
    sent: sent?.delivery.endpoint === endpoint ? sent : null,
  });
  return (
    <>
      <PageHeader
        title="Test Tools"
        description="Sends through the real endpoints over HTTP. What it makes is marked as test data, which can be cleared."
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <SendCard {...card("lead")} title="Lead webhook" button="Send Test Lead" />
        <SendCard {...card("call")} title="Call webhook" button="Send Test Call" />
        <SendCard {...card("echo")} title="Echo webhook" button="Send Echo Test" />
        <div className="grid gap-4">
          <ConnectionCard check={checked} />
          <NeedsRole atLeast="admin">
            <ClearCard counts={testData} isConfirming={isConfirming && cleared === null} cleared={cleared} />
          </NeedsRole>
        </div>
        <ExamplesCard examples={examples} />
      </div>
    </>
  );
}
