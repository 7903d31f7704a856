import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { FIELD_CHOICES } from "#app/features/field-map/draft-lines.server.ts";
import { readDraft, readDraftForm } from "#app/features/field-map/read-draft.server.ts";
import { readKeys } from "#app/features/field-map/read-keys.server.ts";
import { restoreFieldMap, type Saved, saveFieldMap } from "#app/features/field-map/save-field-map.server.ts";
import { tryFieldMap } from "#app/features/field-map/try-field-map.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { AffectedCard } from "./affected-card.tsx";
import { DraftForm } from "./draft-form.tsx";
import { HistoryCard } from "./history-card.tsx";
import { readAsked, readSent } from "./read-asked.server.ts";
import { readVersions } from "./read-versions.server.ts";
import { TrialCard } from "./trial-card.tsx";

export const meta: MetaFunction = () => [{ title: "Field map · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const { endpoint, key, saved } = readAsked(request);
  const [{ lines, isListed, deliveries, left }, { history, affected }] = await Promise.all([
    readKeys(db, endpoint, { wanted: key }),
    readVersions(db, endpoint, saved),
  ]);
  return {
    ...{ endpoint, lines, deliveries, left, history, affected, choices: FIELD_CHOICES },
    basedOn: history[0]?.version ?? 0,
    remarks: readDraft(lines.map((line) => ({ ...line, isNew: false }))).remarks,
    newKey: isListed ? "" : (key ?? ""),
  };
});

/** "Try" reads the latest deliveries with the draft; "Save" and "Restore" make a new version. */
export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request }) => {
  const { endpoint, key } = readAsked(request);
  const { intent, basedOn, note, version } = readSent(form);
  if (intent === "restore") {
    const saved = await restoreFieldMap(db, { endpoint, version, basedOn }, admin);
    return answerSaved(request, endpoint, saved ?? "There is no such version.");
  }
  const draft = readDraft(readDraftForm(form));
  const answer = async (fault: string | null, base = basedOn) => {
    const { lines, inUse } = await readKeys(db, endpoint, { wanted: key, rows: draft.rows });
    const faults = [...draft.faults, ...(fault ? [fault] : [])];
    const trial = faults.length === 0 ? await tryFieldMap(db, endpoint, { inUse, draft: draft.map }) : null;
    return { lines, faults, remarks: draft.remarks, trial, note, basedOn: base, newRow: draft.typed };
  };
  if (intent === "try" || draft.faults.length > 0) return answer(null);
  const saved = await saveFieldMap(db, { endpoint, map: draft.map, note: note || null }, basedOn, admin);
  if ("conflict" in saved) return answer(overtaken(saved.conflict), saved.conflict.version);
  return answerSaved(request, endpoint, saved);
});

function overtaken({ version, created_by }: { version: number; created_by: string }): string {
  return `${created_by} saved version ${version} meanwhile. Your draft is kept: look at what changed below, then save again.`;
}

function answerSaved(request: Request, endpoint: MappedEndpoint, saved: Saved | string): Promise<Response> {
  const here = `/admin/super/field-map?endpoint=${endpoint}`;
  if (typeof saved === "string") return redirectSaying(request, here, saved, { tone: "bad" });
  if ("conflict" in saved) return redirectSaying(request, here, overtaken(saved.conflict), { tone: "bad" });
  if ("isSame" in saved) return redirectSaying(request, here, "Nothing is changed", { tone: "info" });
  return redirectSaying(request, `${here}&saved=${saved.version}`, `Version ${saved.version} is saved`, {
    text: "It reads every delivery from now on.",
  });
}

const WEBHOOKS: [MappedEndpoint, string][] = [
  ["lead", "Leads"],
  ["call", "Calls"],
];

export default function FieldMap() {
  const { endpoint, lines, deliveries, left, history, choices, basedOn, newKey, affected, remarks } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title="Field map"
        description={
          <>
            Which of our fields a key means, where its name does not say it. Each of the two webhooks has a map of its
            own.
          </>
        }
      >
        <nav aria-label="Webhook" className="flex gap-1">
          {WEBHOOKS.map(([name, words]) => (
            <LinkButton
              key={name}
              to={`?endpoint=${name}`}
              look={name === endpoint ? "plain" : "quiet"}
              aria-current={name === endpoint ? "page" : undefined}
            >
              {words}
            </LinkButton>
          ))}
        </nav>
      </PageHeader>
      <div className="grid gap-4">
        {affected.length > 0 && <AffectedCard endpoint={endpoint} version={basedOn} affected={affected} />}
        {answer?.trial && <TrialCard trial={answer.trial} />}
        <Card title="Keys" flush>
          <p className="px-4 py-2.5 text-sm text-ink-soft">
            {deliveries === 0
              ? "Nothing has arrived at this webhook yet."
              : `From the last ${deliveries} deliveries, those without a field of ours first.`}
            {left > 0 && ` ${left} more keys came; add one below to map it.`} Letter case, spaces and punctuation make
            no difference. Deliveries remember <TextLink to="#versions">the version</TextLink> that read them.
          </p>
          {(answer?.remarks ?? remarks).map((remark: string) => (
            <p key={remark} className="px-4 pb-2.5 text-sm">
              {remark}
            </p>
          ))}
          <DraftForm
            key={`${endpoint} ${basedOn} ${newKey}`}
            lines={answer?.lines ?? lines}
            choices={choices}
            faults={answer?.faults ?? []}
            note={answer?.note ?? ""}
            basedOn={answer?.basedOn ?? basedOn}
            newRow={answer?.newRow ?? { key: newKey, meaning: "" }}
          />
        </Card>
        <HistoryCard history={history} basedOn={basedOn} />
      </div>
    </>
  );
}
