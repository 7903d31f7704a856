import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Logo } from "#app/ui/logo.tsx";

/** What went wrong, in words for an admin. */
function explain(error: unknown): { title: string; text: string; detail?: string } {
  if (isRouteErrorResponse(error)) {
    const detail = typeof error.data === "string" && error.data !== "" ? error.data : undefined;
    if (error.status === 404) {
      return {
        title: "Not found",
        text: "There is nothing at this address. If it was test data, it may have been cleared.",
        detail,
      };
    }
    if (error.status === 503) {
      return {
        title: "The database cannot be reached",
        text: "This page needs it. Nothing is lost that was answered with success; the page works again as soon as the database does.",
        detail,
      };
    }
    return { title: `${error.status} ${error.statusText}`.trim(), text: "The request could not be answered.", detail };
  }
  return {
    title: "Something went wrong on our side",
    text: "The error was written to the server's log. Trying again may help; the Overview shows the state of the system.",
  };
}

/** A whole page for an error, whatever it is. */
export function ErrorPage({ error }: { error: unknown }) {
  const { title, text, detail } = explain(error);
  const { search } = useLocation();
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-120 min-w-0 rounded-lg border border-line bg-surface p-6">
        <Logo />
        <h1 className="mt-3 text-xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-2 text-sm text-ink-soft">{text}</p>
        {detail !== undefined && <p className="mt-2 text-sm break-words text-ink-soft">{detail}</p>}
        <div className="mt-5 flex gap-2">
          <LinkButton to="/admin/super" look="primary" reloadDocument>
            Go to the Overview
          </LinkButton>
          <LinkButton to={{ search }} reloadDocument>
            Try again
          </LinkButton>
        </div>
      </div>
    </main>
  );
}
