import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { FIELD_CHOICES } from "#app/features/field-map/draft-lines.server.ts";
import { proposeMeaning } from "#app/features/field-map/propose-meaning.server.ts";
import { readDraft, readDraftForm } from "#app/features/field-map/read-draft.server.ts";
import { readKeys } from "#app/features/field-map/read-keys.server.ts";
import { restoreFieldMap, type Saved, saveFieldMap } from "#app/features/field-map/save-field-map.server.ts";
import { tryFieldMap } from "#app/features/field-map/try-field-map.server.ts";
import { saveAndReplay } from "#app/features/replays/save-and-replay.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { AffectedCard, RepairButton } from "./affected-card.tsx";
import { DraftForm, LONGEST_NOTE } from "./draft-form.tsx";
import { HistoryCard } from "./history-card.tsx";
import { readAsked, readSent } from "./read-asked.server.ts";
import { readVersions } from "./read-versions.server.ts";
import { TrialCard } from "./trial-card.tsx";

export const meta: MetaFunction = () => [{ title: "Field map · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, admin, request }) => {
  const { endpoint, key, meaning, saved } = readAsked(request);
  const isProposed = key !== undefined && meaning !== undefined && isAtLeast(admin.role, "admin");
  const [{ lines, isListed, deliveries, left }, { history, affected }] = await Promise.all([
    readKeys(db, endpoint, { wanted: key }),
    readVersions(db, endpoint, saved),
  ]);
  return {
    ...{ endpoint, lines, deliveries, left, history, affected, choices: FIELD_CHOICES },
    basedOn: history[0]?.version ?? 0,
    remarks: readDraft(lines.map((line) => ({ ...line, isNew: false }))).remarks,
    newKey: isListed ? "" : (key ?? ""),
    proposal: isProposed ? await proposeMeaning(db, endpoint, { key, meaning }) : null,
  };
});

/** "Try" reads the latest deliveries with the draft; "Save" and "Restore" make a new version; "Repair" replays with it, too. */
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
  const fault = note.length > LONGEST_NOTE ? `The note is longer than ${LONGEST_NOTE} characters. Shorten it.` : null;
  if (intent === "try" || fault !== null || draft.faults.length > 0) return answer(fault);
  const change = { endpoint, map: draft.map, note: note || null };
  const { saved, replay } =
    intent === "repair"
      ? await saveAndReplay(db, change, basedOn, admin)
      : { saved: await saveFieldMap(db, change, basedOn, admin), replay: null };
  if ("conflict" in saved) return answer(overtaken(saved.conflict), saved.conflict.version);
  if (replay === null) return answerSaved(request, endpoint, saved);
  return redirectSaying(request, `/admin/super/replays/${replay}`, "The field map is saved", {
    text: "Earlier deliveries are read with it now.",
  });
});

function overtaken({ version, created_by }: { version: number; created_by: string }): string {
  return `${created_by} saved version ${version} in the meantime. Your draft is kept. Check the changes below, then save again.`;
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
  const { endpoint, lines, deliveries, left, history, choices, basedOn, newKey, affected, remarks, proposal } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title="Field map"
        description={
          <>
            Choose the portal field for a key that the portal does not recognize. Each of the two webhooks has its own
            map.
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
        {!answer && proposal && (
          <TrialCard trial={proposal.trial}>
            <RepairButton affected={proposal.affected} />
          </TrialCard>
        )}
        <Card title="Keys" flush>
          <p className="px-4 py-2.5 text-sm text-ink-soft">
            {deliveries === 0
              ? "Nothing has arrived at this webhook yet."
              : `Keys of the last ${deliveries} deliveries. Keys without a portal field come first.`}
            {left > 0 && ` ${left} more keys arrived; add one below to map it.`} Letter case, spaces and punctuation
            make no difference. Deliveries remember <TextLink to="#versions">the version</TextLink> that read them.
          </p>
          {(answer?.remarks ?? proposal?.remarks ?? remarks).map((remark: string) => (
            <p key={remark} className="px-4 pb-2.5 text-sm">
              {remark}
            </p>
          ))}
          <DraftForm
            key={`${endpoint} ${basedOn} ${newKey} ${proposal !== null}`}
            lines={answer?.lines ?? proposal?.lines ?? lines}
            choices={choices}
            faults={answer?.faults ?? []}
            note={answer?.note ?? ""}
            basedOn={answer?.basedOn ?? basedOn}
            newRow={answer?.newRow ?? { key: proposal ? "" : newKey, meaning: "" }}
          />
        </Card>
        <HistoryCard history={history} basedOn={basedOn} />
      </div>
    </>
  );
}
