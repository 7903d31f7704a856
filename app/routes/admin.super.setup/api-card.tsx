import { Form, useNavigation } from "@remix-run/react";
import type { ShownSection } from "#app/features/names/describe-sections.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { SectionsTable } from "#app/ui/sections-table.tsx";

/** The token for Convoso's API, what it may read, and the buttons that try it. */
export function ApiCard({ hasAuthToken, sections }: { hasAuthToken: boolean; sections: ShownSection[] }) {
  const { formData } = useNavigation();
  const isChecking = formData?.get("intent") === "check";
  return (
    <Card title="Convoso's API" id="api" flush>
      <div className="grid gap-3 p-4">
        <p className="text-sm text-ink-soft">
          {hasAuthToken ? (
            <>
              The token is set. In Convoso, open API → Authorization Tokens and tick these boxes for it. A token without
              one permission still works for the other sections.
            </>
          ) : (
            <>
              In Convoso, open API → Authorization Tokens, create a token with these boxes ticked, and set{" "}
              <code className="font-mono text-xs">CONVOSO_AUTH_TOKEN</code> to it. Until then the portal has only
              recordings that arrive with the call, and cannot tell which calls are missing.
            </>
          )}
        </p>
        {hasAuthToken && (
          <NeedsRole atLeast="operator" toDo="check the connection">
            <Form method="post" action="?#api" className="flex flex-wrap gap-2" preventScrollReset>
              <Button name="intent" value="check" disabled={isChecking}>
                {isChecking ? "Asking…" : "Check the connection"}
              </Button>
              <Button name="intent" value="names">
                Read the names now
              </Button>
            </Form>
          </NeedsRole>
        )}
      </div>
      <SectionsTable sections={sections} />
    </Card>
  );
}
