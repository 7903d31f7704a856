import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import type { SpoolState } from "#app/features/spool/get-spool-state.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { KEPT, UNSENT } from "#app/lib/kept-form.ts";
import { Badge } from "#app/ui/badges.tsx";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { findLastSent } from "#app/ui/last-sent.ts";
import { TextLink } from "#app/ui/links.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { SendAgain } from "#app/ui/send-again.tsx";

/** `canPass`: trying again may help. */
type Explained = { title: string; said: string; next: ReactNode; canPass?: true };

const lists = [
  { path: "/admin/super/webhook-logs", name: "all deliveries" },
  { path: "/admin/super/leads", name: "all leads" },
  { path: "/admin/super/calls", name: "all calls" },
  { path: "/admin/super/people", name: "all people" },
];

function explainMissing(said: string | null, pathname: string): Explained {
  const list = lists.find(({ path }) => pathname.startsWith(`${path}/`));
  return {
    title: "Not found",
    said: said ?? "There is no page at this address.",
    next: list ? (
      <>
        It may be deleted test data or an erased lead. Search <TextLink to={list.path}>{list.name}</TextLink>.
      </>
    ) : (
      "Check the address for typing mistakes, or start from the Overview."
    ),
  };
}

const DATABASE_AWAY: Explained = {
  title: "The database cannot be reached",
  said: "Acknowledged deliveries are safe.",
  next: "Check that the database server runs and that DATABASE_URL is right. No restart needed.",
  canPass: true,
};

/** What went wrong, for an admin, and what to do next. */
function explain(error: unknown, pathname: string): Explained {
  if (isRouteErrorResponse(error)) {
    const { status, statusText, data } = error;
    // Remix's own messages, for an unknown address or a form that nothing takes, are for developers.
    const said = typeof data === "string" && data !== "" && !data.startsWith("Error:") ? data : null;
    if (status === 404) return explainMissing(said, pathname);
    if (status === 503) return DATABASE_AWAY;
    if (status === 403 && statusText === "Forbidden") {
      const next = "An admin can give you that role under More → People.";
      return { title: "Your role does not allow this", said: said ?? "", next };
    }
    if (status === 429) return { title: "Too many searches", said: said ?? "", next: "All other pages work as usual." };
    const title = status < 500 ? "This did not work" : "Something went wrong";
    const next = status < 500 ? "Nothing was changed. Go back, and try again from the page." : "Try again in a moment.";
    return { title, said: said ?? `The server answered ${status} ${statusText}`.trim(), next };
  }
  return {
    title: "Something went wrong",
    said: "The server could not be reached, or it failed. Its log has the reason.",
    next: "Try again. If it happens again, contact the person who runs this portal.",
    canPass: true,
  };
}

/** An error shown in place of a page. */
export function ErrorCard({ error }: { error: unknown }) {
  const { pathname, search } = useLocation();
  const { title, said, next, canPass } = explain(error, pathname);
  const spool = isRouteErrorResponse(error) && error.status === 503 ? error.data?.spool : null;
  // A form without any answer is known to the browser alone.
  const [sent] = useState(findLastSent);
  const form = isRouteErrorResponse(error) ? error.status === 503 && error.data?.form : sent;
  return (
    <div className="mx-auto my-6 w-full max-w-120 min-w-0 rounded-lg border border-line bg-surface p-6">
      <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
        {title}
      </h1>
      <p className="mt-2 text-sm">{said}</p>
      <p className="mt-2 text-sm text-ink-soft">{next}</p>
      {spool && <DatabaseAway spool={spool} />}
      {form && (
        <div className="mt-4 grid gap-2 text-sm">
          <p>
            {spool
              ? "What you entered was not stored. Go on with it when the database is back:"
              : "The portal did not confirm what you entered. Look whether it was stored before you send it again:"}
          </p>
          <SendAgain form={form}>
            <input type="hidden" name={KEPT.to} value={form.to} />
            <Button name={KEPT.wish} value="fill" formAction={UNSENT}>
              Back to the form
            </Button>
          </SendAgain>
        </div>
      )}
      <div className="mt-5 flex gap-2">
        {canPass && !form && (
          <LinkButton to={{ search }} look="primary" reloadDocument>
            Try again
          </LinkButton>
        )}
        <LinkButton to="/admin/super" look={canPass || form ? "plain" : "primary"} reloadDocument>
          Go to the Overview
        </LinkButton>
      </div>
    </div>
  );
}

/** A whole page for an error outside the portal's frame. */
export function ErrorPage({ error }: { error: unknown }) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center p-4">
      <Logo />
      <ErrorCard error={error} />
    </main>
  );
}

/** What happens to deliveries during an outage. It shows figures only, because no session can be checked. */
function DatabaseAway({ spool }: { spool: SpoolState }) {
  const { waiting, bytes, limitBytes, damagedFiles, fault } = spool;
  const percent = Math.min(100, Math.ceil((bytes / limitBytes) * 100));
  return (
    <div className="mt-3 grid gap-3 text-sm">
      <p>
        {fault === null ? (
          <>
            <Badge tone="warn">Kept</Badge> Deliveries wait on this server's disk and are stored when the database is
            back.
          </>
        ) : (
          <>
            <Badge tone="bad">Refused</Badge> Deliveries are answered with 503. {fault}
          </>
        )}
      </p>
      <p>
        Waiting on disk: {formatNumber(waiting)}. Disk space used: {percent}%.
        {damagedFiles > 0 && ` Damaged files: ${formatNumber(damagedFiles)}.`}
      </p>
    </div>
  );
}
