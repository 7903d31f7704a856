import { isRouteErrorResponse, useLocation } from "@remix-run/react";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Logo } from "#app/ui/logo.tsx";

/** What went wrong, in words for an admin. `canPass`: the same page may work in a moment. */
function explain(error: unknown): { title: string; text: string; canPass: boolean } {
  if (isRouteErrorResponse(error)) {
    const said = typeof error.data === "string" && error.data !== "" ? error.data : null;
    if (error.status === 404) {
      const text = "There is nothing at this address. If it was test data, it may have been cleared.";
      return { title: "Not found", text, canPass: false };
    }
    if (error.status === 503) {
      const text =
        "Check that the database server runs and that DATABASE_URL is right. Deliveries are answered with 503 meanwhile, and nothing is lost that was answered with success. The portal works again as soon as the database does.";
      return { title: "The database cannot be reached", text, canPass: true };
    }
    const title = `${error.status} ${error.statusText}`.trim();
    return { title, text: said ?? "The request could not be answered.", canPass: false };
  }
  const text = "The error was written to the server's log. Trying again may help.";
  return { title: "Something went wrong on our side", text, canPass: true };
}

/** A whole page for an error, whatever it is. */
export function ErrorPage({ error }: { error: unknown }) {
  const { title, text, canPass } = explain(error);
  const { search } = useLocation();
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-120 min-w-0 rounded-lg border border-line bg-surface p-6">
        <Logo />
        <h1 className="mt-3 text-xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-2 text-sm break-words text-ink-soft">{text}</p>
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
    </main>
  );
}
