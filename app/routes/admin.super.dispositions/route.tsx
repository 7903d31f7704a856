import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listOpenSweeps } from "#app/db/conversion-sweeps.server.ts";
import { listDictionary, listUnmappedCodes } from "#app/db/dispositions.server.ts";
import { pool } from "#app/db/pool.server.ts";
import {
  DispositionForm,
  removeDisposition,
  saveDisposition,
} from "#app/features/dispositions/change-dictionary.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { DictionaryTable } from "./dictionary-table.tsx";
import { EntryForm } from "./entry-form.tsx";
import { InboxTable } from "./inbox-table.tsx";
import { SweepProgress } from "./sweep-progress.tsx";

export const meta: MetaFunction = () => [{ title: "Dispositions · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  const { values } = readQuery(request, { code: queryField.text });
  const db = await orUnavailable(pool());
  const [dictionary, inbox, sweeps] = await orUnavailable(
    Promise.all([listDictionary(db), listUnmappedCodes(db), listOpenSweeps(db)]),
  );
  const callsOf = new Map([...dictionary, ...inbox].map(({ code, call_count }) => [code, call_count]));
  return {
    dictionary: [...dictionary],
    inbox: [...inbox],
    sweeps: sweeps.map((sweep) => ({ ...sweep, call_count: callsOf.get(sweep.code) ?? null })),
    chosen: dictionary.find(({ code }) => code === values.code?.toUpperCase()) ?? null,
  };
}

const HERE = "/admin/super/dispositions";

/** Adds or changes an entry, or removes one. */
export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "admin");
  const form = Object.fromEntries(await readForm(request));
  const db = await orUnavailable(pool());
  if (form.intent === "remove") {
    const { data: code } = DispositionForm.shape.code.safeParse(form.code);
    if (code !== undefined) await orUnavailable(removeDisposition(db, code, admin));
    return redirectSaying(request, HERE, `${code ?? "It"} is not in the dictionary any more`, {
      text: "Its calls count as contacted.",
    });
  }
  const { data: entry } = DispositionForm.safeParse(form);
  if (!entry) return { error: "Enter a code of at most 100 characters, and choose what it means." };
  await orUnavailable(saveDisposition(db, entry, admin));
  return redirectSaying(request, HERE, `${entry.code} is in the dictionary`, {
    text: "The worker brings the leads behind its calls in line.",
  });
}

export default function Dispositions() {
  const { dictionary, inbox, sweeps, chosen } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  useLive({ kinds: ["leads"], isPaused: sweeps.length === 0 });
  return (
    <>
      <PageHeader
        title="Dispositions"
        description={
          <>
            What each code of Convoso means, and so how far its calls bring{" "}
            <TextLink to="/admin/super/leads">leads</TextLink> and what counts as a sale of an{" "}
            <TextLink to="/admin/super/agents">agent</TextLink>.
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
        <div className="grid min-w-0 gap-4">
          {sweeps.length > 0 && <SweepProgress sweeps={sweeps} />}
          {inbox.length > 0 && (
            <Card title="Codes that are not named yet" flush>
              <InboxTable codes={inbox} />
            </Card>
          )}
          <Card title="The dictionary" flush>
            {dictionary.length > 0 ? (
              <DictionaryTable entries={dictionary} />
            ) : (
              <EmptyState title="The dictionary is empty">
                Every call counts as contacted. Add the codes of your account, sales first.
              </EmptyState>
            )}
          </Card>
        </div>
        <NeedsRole atLeast="admin">
          <Card id="entry" title={chosen ? `Change ${chosen.code}` : "Add a code"} className="max-lg:order-first">
            <EntryForm key={chosen?.code} entry={chosen} error={answer?.error} />
          </Card>
        </NeedsRole>
      </div>
    </>
  );
}
