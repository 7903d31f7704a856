import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { DatabaseAway } from "#app/ui/database-away.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

/** `canPass`: the same page may work in a moment. */
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
        Test data may have been cleared, and a lead erased. Look for it among{" "}
        <TextLink to={list.path}>{list.name}</TextLink>.
      </>
    ) : (
      "Check the address for a typing mistake, or start from the Overview."
    ),
  };
}

const DATABASE_AWAY: Explained = {
  title: "The database cannot be reached",
  said: "Nothing is lost that was answered with success.",
  next: "Check that the database server runs and that DATABASE_URL is right. Nothing has to be started again here.",
  canPass: true,
};

/** What went wrong, in words for an admin, and what to do next. */
function explain(error: unknown, pathname: string): Explained {
  if (isRouteErrorResponse(error)) {
    const { status, statusText, data } = error;
    const said = typeof data === "string" && data !== "" ? data : null;
    // Remix's own words for an address without a route are for developers.
    if (status === 404) return explainMissing(said?.startsWith("Error:") ? null : said, pathname);
    if (status === 503) return DATABASE_AWAY;
    if (status === 403 && statusText === "Forbidden") {
      const next = "An admin of this portal can give you that role, under More, People.";
      return { title: "Your role does not allow this", said: said ?? "", next };
    }
    const title = status < 500 ? "This could not be done" : "Something went wrong";
    const next = status < 500 ? "Go back, and try it from the page itself." : "Try again in a moment.";
    return { title, said: said ?? `The answer was ${status} ${statusText}`.trim(), next };
  }
  return {
    title: "Something went wrong",
    said: "Either the server could not be reached, or it failed and wrote the reason to its log.",
    next: "Try again. If it happens again, show the log to whoever runs this portal.",
    canPass: true,
  };
}

/** An error in the place of a page. */
export function ErrorCard({ error }: { error: unknown }) {
  const { pathname, search } = useLocation();
  const { title, said, next, canPass } = explain(error, pathname);
  const spool = isRouteErrorResponse(error) && error.status === 503 ? error.data?.spool : null;
  return (
    <div className="mx-auto my-6 w-full max-w-120 min-w-0 rounded-lg border border-line bg-surface p-6">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-2 text-sm break-words">{said}</p>
      <p className="mt-2 text-sm break-words text-ink-soft">{next}</p>
      {spool && <DatabaseAway spool={spool} />}
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

/** A whole page for an error that leaves nothing around it. */
export function ErrorPage({ error }: { error: unknown }) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center p-4">
      <Logo />
      <ErrorCard error={error} />
    </main>
  );
}
