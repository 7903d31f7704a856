import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { countChosen } from "#app/db/ledger/count-chosen.server.ts";
import { acceptDifferences, fixDifference, reopenDifferences } from "#app/features/ledger/settle-differences.server.ts";
import { startFix } from "#app/features/ledger/start-fix.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { settleQuery } from "#app/http/settle-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { FIX_WORDS, readNote } from "#app/lib/ledger-labels.ts";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { ChoiceOfDifferences } from "#app/ui/choice-of-differences.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { AcceptForm, FixForm, ReopenForm } from "./settle-forms.tsx";

export const meta: MetaFunction = () => [{ title: "Fix or accept · Convoso portal" }];

const LIST = "/admin/super/ledger/differences";

/** Counts the differences; nothing changes yet. */
export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const asked = settleQuery(request);
  if (!asked) return { asked: null, counts: null };
  const { query, back } = asked;
  return { asked: { query, back }, counts: await countChosen(db, asked.chosen) };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const asked = settleQuery(request);
  if (!asked) return redirectSaying(request, LIST, "No difference was chosen", { tone: "info" });
  const list = `${LIST}${asked.back && `?${asked.back}`}`;
  const said = (count: number, words: string) =>
    redirectSaying(request, list, `${formatNumber(count)} ${count === 1 ? "difference" : "differences"} ${words}`);
  switch (form.get("intent")) {
    case "accept": {
      const note = readNote(form.get("note"));
      if (note === null) return { error: "Enter a reason of at most 500 characters." };
      return said(await acceptDifferences(db, asked, note, admin), "accepted");
    }
    case "reopen":
      return said(await reopenDifferences(db, asked, admin), "opened again");
  }
  const [id, ...more] = "ids" in asked.chosen ? asked.chosen.ids : [];
  if (id !== undefined && more.length === 0) {
    const { title, tone } = FIX_WORDS[await fixDifference(db, id, admin)];
    return redirectSaying(request, list, title, { tone });
  }
  const fixId = await startFix(db, asked, admin);
  if (fixId === null) return redirectSaying(request, list, "None of them can be fixed", { tone: "info" });
  return redirect(`/admin/super/ledger/fixes/${fixId}`);
});

export default function Settle() {
  const { asked, counts } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const list = `${LIST}${asked?.back ? `?${asked.back}` : ""}`;
  const path = <TextLink to={list}>Differences</TextLink>;
  const total = counts === null ? 0 : counts.open + counts.accepted + counts.settled;
  if (asked === null || counts === null || total === 0) {
    return (
      <>
        <PageHeader title="Fix or accept" description={path} />
        <Card flush>
          <EmptyState title="No difference is chosen">
            Choose differences in <TextLink to={list}>the list</TextLink>, or change its filter so that it shows some.
          </EmptyState>
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Fix or accept"
        description={
          <>
            {path} / <ChoiceOfDifferences query={asked.query} count={total} />
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="What was chosen" className="lg:col-span-2">
          <Facts
            facts={{
              Open: formatNumber(counts.open),
              "Can be fixed": formatNumber(counts.fixable),
              Accepted: formatNumber(counts.accepted),
              "Fixed or gone": counts.settled > 0 && formatNumber(counts.settled),
            }}
          />
        </Card>
        {counts.open > 0 && <FixForm fixable={counts.fixable} open={counts.open} />}
        {counts.open > 0 && <AcceptForm open={counts.open} error={answer?.error} />}
        {counts.accepted > 0 && <ReopenForm accepted={counts.accepted} />}
      </div>
    </>
  );
}
