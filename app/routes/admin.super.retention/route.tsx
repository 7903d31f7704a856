import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listCampaigns, listDispositions } from "#app/db/calls/call-choices.server.ts";
import { listRules } from "#app/db/keeping/retention-rules.server.ts";
import { measureRules } from "#app/db/keeping/ruled-recordings.server.ts";
import { readRulesForm, readRulesText } from "#app/features/keeping/read-rules.server.ts";
import { saveRules } from "#app/features/keeping/save-rules.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { rulesText } from "#app/lib/rules-text.ts";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { PreviewCard } from "./preview-card.tsx";
import { RulesForm } from "./rules-form.tsx";
import { RulesTable } from "./rules-table.tsx";
import { typedRules } from "./typed-rules.ts";

export const meta: MetaFunction = () => [{ title: "Retention · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db }) => {
  const rules = await listRules(db);
  const [figures, campaigns, dispositions] = await Promise.all([
    measureRules(db, rules),
    listCampaigns(db),
    listDispositions(db),
  ]);
  const codes = dispositions.map(({ code }) => code);
  return { rules: [...rules], figures: [...figures], basedOn: rulesText(rules), campaigns, dispositions: codes };
});

/** "Preview" measures the typed rules; "Save" takes those that were previewed. */
export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request }) => {
  const basedOn = String(form.get("basedOn") ?? "");
  if (form.get("intent") === "save") {
    const rules = readRulesText(form.get("rules"));
    const saved = rules === null ? "overtaken" : await saveRules(db, rules, basedOn, admin);
    const here = "/admin/super/retention";
    if (saved === "overtaken")
      return redirectSaying(request, here, "Nothing was saved", {
        tone: "bad",
        text: "Somebody else changed the rules in the meantime. Look at them, and change them again.",
      });
    if (saved === "same") return redirectSaying(request, here, "Nothing is changed", { tone: "info" });
    return redirectSaying(request, here, "The rules are saved", { text: "They apply from the next night." });
  }
  const { typed, rules, faults } = readRulesForm(form);
  const preview =
    faults.length > 0 ? null : { rules, text: rulesText(rules), figures: [...(await measureRules(db, rules))] };
  return { typed, faults, preview, basedOn };
});

export default function Retention() {
  const { rules, figures, basedOn, campaigns, dispositions } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const preview = answer?.preview ?? null;
  return (
    <>
      <PageHeader
        title="Retention"
        description={
          <>
            How long the archive keeps the recordings of calls. Recordings on{" "}
            <TextLink to="/admin/super/holds">hold</TextLink> are always kept.
          </>
        }
      />
      <div className="grid gap-4">
        {preview && <PreviewCard preview={preview} basedOn={answer?.basedOn ?? basedOn} />}
        <Card title="In use" flush>
          <RulesTable caption="The rules that are in use, in order" rules={rules} figures={figures} />
        </Card>
        <NeedsRole atLeast="admin">
          <Card title="Change the rules">
            <RulesForm
              key={basedOn}
              rows={answer?.typed ?? typedRules(rules)}
              faults={answer?.faults ?? []}
              basedOn={answer?.basedOn ?? basedOn}
              {...{ campaigns, dispositions }}
            />
          </Card>
        </NeedsRole>
      </div>
    </>
  );
}
