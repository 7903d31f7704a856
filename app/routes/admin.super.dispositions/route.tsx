import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listOpenSweeps } from "#app/db/dispositions/conversion-sweeps.server.ts";
import { listDictionary, listLastCalls, listUnmappedCodes } from "#app/db/dispositions/dispositions.server.ts";
import { listTotals } from "#app/db/figures/figures.server.ts";
import {
  DispositionForm,
  removeDisposition,
  saveDisposition,
  versionOf,
} from "#app/features/dispositions/change-dictionary.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { formatNumber, formatShare } from "#app/lib/format-number.ts";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { DictionaryTable } from "./dictionary-table.tsx";
import { EntryForm } from "./entry-form.tsx";
import { InboxTable } from "./inbox-table.tsx";
import { SweepProgress } from "./sweep-progress.tsx";

export const meta: MetaFunction = () => [{ title: "Dispositions · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, shown, request }) => {
  const { values } = readQuery(request, { code: queryField.text, codes: z.enum(["all"]).optional() });
  const [dictionary, codes, sweeps, totals] = await Promise.all([
    listDictionary(db),
    listUnmappedCodes(db, MOST_CODES),
    listOpenSweeps(db),
    listTotals(db, ["disposition"]),
  ]);
  const inbox = values.codes === "all" ? codes : codes.slice(0, SHOWN_CODES);
  const lastCalls = await listLastCalls(
    db,
    dictionary.map(({ code }) => code),
  );
  const calls = totals.reduce((sum, { count }) => sum + count, 0);
  const figuresOf = ({ code, call_count }: { code: string; call_count: number }) => ({
    share: formatShare(call_count, calls),
    last_call_at: lastCalls.get(code) ?? null,
  });
  const shownEntries = dictionary.map((entry) => ({ ...entry, ...figuresOf(entry), version: versionOf(entry) }));
  const callsOf = new Map([...dictionary, ...inbox].map(({ code, call_count }) => [code, call_count]));
  return {
    dictionary: shown.labels(shownEntries),
    inbox: shown.labels([...inbox]),
    others: codes.length - inbox.length,
    calls,
    without: totals.find(({ key }) => key === "")?.count ?? 0,
    sweeps: sweeps.map((sweep) => shown.labels({ ...sweep, call_count: callsOf.get(sweep.code) ?? null })),
    chosen: shown.labels(shownEntries.find(({ code }) => code === values.code?.toUpperCase()) ?? null),
  };
});

/** So many codes that nobody has classified are shown at first, and at all. */
const SHOWN_CODES = 50;
const MOST_CODES = 1_000;

const HERE = "/admin/super/dispositions";

/** Adds, changes or removes an entry. `change` is the code to be changed; `basedOn` the version of it that the form showed. */
export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request }) => {
  const sent = Object.fromEntries(form);
  const basedOn = String(sent.basedOn ?? "");
  if (sent.intent === "remove") {
    const { data: code } = DispositionForm.shape.code.safeParse(sent.code);
    const removed = code === undefined ? "removed" : await removeDisposition(db, code, basedOn, admin);
    if (removed === "changed")
      return redirectSaying(request, HERE, `${code} was not removed`, {
        tone: "bad",
        text: "Somebody else changed it in the meantime. Look at it, and remove it again.",
      });
    return redirectSaying(request, HERE, `${code ?? "The code"} was removed`, {
      text: "Its calls now count as contacted.",
    });
  }
  const code = String(sent.change ?? sent.code ?? "");
  const { data: stage = "contacted" } = DispositionForm.shape.stage.safeParse(sent.stage);
  const typed = { code, name: String(sent.name ?? ""), stage };
  const { data: entry } = DispositionForm.safeParse({ ...sent, code });
  if (!entry) return { typed, refusal: "unreadable" as const };
  const saved = await saveDisposition(db, entry, sent.change === undefined ? null : basedOn, admin);
  if (saved === "same") return redirectSaying(request, HERE, "Nothing is changed", { tone: "info" });
  if (saved !== "saved") return { typed: { ...typed, code: entry.code }, refusal: saved };
  return redirectSaying(request, HERE, `${entry.code} was saved`, {
    text: "Affected leads are being updated.",
  });
});

export default function Dispositions() {
  const { dictionary, inbox, others, calls, without, sweeps, chosen } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useLive({ kinds: ["leads"], isPaused: sweeps.length === 0 });
  return (
    <>
      <PageHeader
        title="Dispositions"
        description={
          <>
            What each Convoso code means. It sets the stage of <TextLink to="/admin/super/leads">leads</TextLink> and
            decides which calls are sales of an <TextLink to="/admin/super/agents">agent</TextLink>. Every night the
            portal reads the names from <TextLink to="/admin/super/setup#api">Convoso</TextLink>, except those that you
            changed here.
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
        <div className="grid min-w-0 gap-4">
          {sweeps.length > 0 && <SweepProgress sweeps={sweeps} />}
          {inbox.length > 0 && (
            <Card title="Codes to classify" flush>
              <InboxTable codes={inbox} />
              {others > 0 && (
                <p className="border-t border-line px-4 py-2.5 text-sm">
                  <TextLink to="?codes=all">and {formatNumber(others)} more</TextLink>
                </p>
              )}
            </Card>
          )}
          <Card title="Disposition settings" flush>
            {without > 0 && (
              <p className="border-b border-line px-4 py-2.5 text-sm text-ink-soft">
                <TextLink to="/admin/super/calls?without=disposition">
                  {without === 1 ? "1 call has no disposition" : `${formatNumber(without)} calls have no disposition`}
                </TextLink>
                , {formatShare(without, calls)} of all. {without === 1 ? "It counts" : "They count"} as not reached.
              </p>
            )}
            {dictionary.length > 0 ? (
              <DictionaryTable entries={dictionary} />
            ) : (
              <EmptyState title="No disposition has a setting">
                Every call counts as contacted. Add the codes of your account, sales first.
              </EmptyState>
            )}
          </Card>
        </div>
        <NeedsRole atLeast="admin" toDo="change or add codes">
          <Card id="entry" title={chosen ? `Change ${chosen.code}` : "Add a code"} className="max-lg:order-first">
            <EntryForm
              key={JSON.stringify([chosen?.code, answer])}
              chosen={chosen}
              answer={answer}
              existing={dictionary.find(({ code }) => code === answer?.typed.code)}
            />
          </Card>
        </NeedsRole>
      </div>
    </>
  );
}
