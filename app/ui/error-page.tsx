import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import type { SpoolState } from "#app/features/spool/get-spool-state.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badges.tsx";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Facts } from "#app/ui/facts.tsx";
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
        It may have been cleared test data or an erased lead. Search <TextLink to={list.path}>{list.name}</TextLink>.
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
    const said = typeof data === "string" && data !== "" ? data : null;
    // Remix's own message for an unknown address is for developers.
    if (status === 404) return explainMissing(said?.startsWith("Error:") ? null : said, pathname);
    if (status === 503) return DATABASE_AWAY;
    if (status === 403 && statusText === "Forbidden") {
      const next = "An admin of this portal can give you that role, under More, People.";
      return { title: "Your role does not allow this", said: said ?? "", next };
    }
    if (status === 429) return { title: "Too many searches", said: said ?? "", next: "Nothing else is limited." };
    const title = status < 500 ? "This could not be done" : "Something went wrong";
    const next = status < 500 ? "Go back and try again from the page." : "Try again in a moment.";
    return { title, said: said ?? `The answer was ${status} ${statusText}`.trim(), next };
  }
  return {
    title: "Something went wrong",
    said: "Either the server could not be reached, or it failed and wrote the reason to its log.",
    next: "Try again. If it happens again, show the server's log to the person who runs this portal.",
    canPass: true,
  };
}

/** An error shown in place of a page. */
export function ErrorCard({ error }: { error: unknown }) {
  const { pathname, search } = useLocation();
  const { title, said, next, canPass } = explain(error, pathname);
  const spool = isRouteErrorResponse(error) && error.status === 503 ? error.data?.spool : null;
  const form = isRouteErrorResponse(error) && error.status === 503 ? error.data?.form : null;
  return (
    <div className="mx-auto my-6 w-full max-w-120 min-w-0 rounded-lg border border-line bg-surface p-6">
      <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
        {title}
      </h1>
      <p className="mt-2 text-sm break-words">{said}</p>
      <p className="mt-2 text-sm break-words text-ink-soft">{next}</p>
      {spool && <DatabaseAway spool={spool} />}
      {form && (
        <div className="mt-4 grid gap-2 text-sm">
          <p>What you sent was not stored. Send it again when the database is back:</p>
          <SendAgain form={form} />
        </div>
      )}
      <div className="mt-5 flex gap-2">
        {canPass && (
          <LinkButton to={{ search }} look="primary" reloadDocument>
            Try again
          </LinkButton>
        )}
        <LinkButton to="/admin/super" look={canPass ? "plain" : "primary"} reloadDocument>
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
      <Facts
        facts={{
          "Waiting on disk": waiting === 1 ? "1 delivery" : `${formatNumber(waiting)} deliveries`,
          "Disk space used": `${percent}%`,
          ...(damagedFiles > 0 && { "Damaged files": formatNumber(damagedFiles) }),
        }}
      />
    </div>
  );
}
