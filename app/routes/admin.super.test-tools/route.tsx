import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { countTestData } from "#app/db/erasure/test-data.server.ts";
import { describeSections } from "#app/features/names/describe-sections.server.ts";
import { clearTestData } from "#app/features/retention/clear-test-data.server.ts";
import { checkConnection } from "#app/features/test-tools/check-connection.server.ts";
import { listSamples } from "#app/features/test-tools/list-samples.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireRole } from "#app/http/require-admin.server.ts";
import type { Endpoint } from "#app/lib/endpoints.ts";
import { PageHeader } from "#app/ui/cards.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { ClearCard } from "./clear-card.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { ExamplesCard } from "./examples-card.tsx";
import { examplesFor } from "./examples-for.server.ts";
import { sendAndShow } from "./send-and-show.server.ts";
import { SendCard } from "./send-card.tsx";

export const meta: MetaFunction = () => [{ title: "Test Tools · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, shown, request }) => {
  const settings = portalSettings(request);
  return {
    samples: listSamples(),
    hasSecret: settings.hasWebhookSecret,
    examples: examplesFor(settings),
    testData: await countTestData(db),
    sections: shown.labels((await describeSections(db)).sections),
    isConfirming: new URL(request.url).searchParams.get("clear") === "confirm",
  };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const nothing = { cleared: null, checked: null, sent: null };
  switch (form.get("intent")) {
    case "clear":
      requireRole(admin, "admin");
      return { ...nothing, cleared: await clearTestData(db, admin) };
    case "connection":
      return { ...nothing, checked: await checkConnection(db, admin) };
    default:
      return { ...nothing, sent: await sendAndShow(db, form, admin, portalSettings(request)) };
  }
});

export default function TestTools() {
  const { samples, hasSecret, examples, testData, sections, isConfirming } = useLoaderData<typeof loader>();
  const { sent, cleared, checked } = useActionData<typeof action>() ?? { sent: null, cleared: null, checked: null };
  const card = (endpoint: Endpoint) => ({
    endpoint,
    hasSecret,
    samples: samples.filter((sample) => sample.endpoint === endpoint),
    sent: sent?.delivery.endpoint === endpoint ? sent : null,
  });
  return (
    <>
      <PageHeader
        title="Test Tools"
        description="Send sample deliveries to the real endpoints over HTTP. They are marked as test data, which you can clear."
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <SendCard {...card("lead")} title="Lead webhook" button="Send Test Lead" />
        <SendCard {...card("call")} title="Call webhook" button="Send Test Call" />
        <SendCard {...card("echo")} title="Echo webhook" button="Send Echo Test" />
        <div className="grid gap-4">
          <ConnectionCard check={checked} sections={sections} />
          <NeedsRole atLeast="admin">
            <ClearCard counts={testData} isConfirming={isConfirming && cleared === null} cleared={cleared} />
          </NeedsRole>
        </div>
        <ExamplesCard examples={examples} />
      </div>
    </>
  );
}
