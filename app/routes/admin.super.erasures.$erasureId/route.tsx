import { data, type HeadersFunction, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { Database } from "#app/db/connection/pool.server.ts";
import { erasePersonLater, lookAtSelectionLater } from "#app/features/erasure/ask-for-erasure.server.ts";
import { findShownErasure } from "#app/features/erasure/find-shown-erasure.server.ts";
import { giveUpErasure } from "#app/features/erasure/give-up-erasure.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { ConfirmCard } from "./confirm-card.tsx";
import { HeldNotice } from "./held-notice.tsx";
import { ProgressCard } from "./progress-card.tsx";

export const meta: MetaFunction = () => [{ title: "Erase a person · Convoso portal" }];

/** While the worker is busy the page refreshes automatically, with or without JavaScript. */
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;
const REFRESH = { Refresh: "2" };

async function getErasure(db: Database, erasureId: string | undefined) {
  const { data: id } = queryField.id.safeParse(erasureId);
  const erasure = id === undefined ? null : await findShownErasure(db, id);
  if (!erasure) throw new Response("This erasure does not exist, or it was cancelled.", { status: 404 });
  return erasure;
}

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db, params }) => {
  const erasure = await getErasure(db, params.erasureId);
  if (erasure.certificate_id !== null) throw redirect(`/admin/super/erase/${erasure.certificate_id}`);
  return data(erasure, { headers: erasure.state === "found" || erasure.state === "held" ? {} : REFRESH });
});

/**
 * `intent=look` shows what erasing the selected `lead`s would change. `intent=erase`, with `sure=yes`, erases them if that
 * was shown, and shows it otherwise. `intent=keep` erases nothing.
 */
export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request, params }) => {
  const erasure = await getErasure(db, params.erasureId);
  if (form.get("intent") === "keep") {
    if (!(await giveUpErasure(db, erasure.id))) return { error: "Part of it is already erased. Confirm to finish." };
    return redirectSaying(request, "/admin/super/erase", "Everything was kept", { tone: "info" });
  }
  const leadIds = form.getAll("lead").map(Number);
  const isLook = form.get("intent") === "look";
  if (!isLook && (form.get("intent") !== "erase" || form.get("sure") !== "yes"))
    return { error: "Tick the box first." };
  const decision = isLook
    ? await lookAtSelectionLater(db, erasure, leadIds)
    : await erasePersonLater(db, erasure, leadIds, admin);
  if (decision.state === "refused") return { error: decision.why };
  const page = `/admin/super/erasures/${erasure.id}`;
  if (isLook || decision.state === "erasing") return redirect(page);
  const text = "Nothing is erased yet. Check what the new selection would erase, then confirm.";
  return redirectSaying(request, page, "You changed the selection", { text, tone: "warn" });
});

export default function ErasurePage() {
  const { state, shown, found, ...progress } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>()?.error;
  return (
    <>
      <PageHeader
        title="Erase a person"
        description={
          <>
            <TextLink to="/admin/super/leads">Leads</TextLink> / <TextLink to="/admin/super/erase">Erase</TextLink> /
            everything about {shown}
          </>
        }
      />
      <div className="grid max-w-3xl gap-4">
        {error !== undefined && <Notice tone="bad" role="alert" title={error} />}
        {state === "found" && found ? (
          <ConfirmCard found={found} shown={shown} />
        ) : state === "held" ? (
          <HeldNotice held={found?.held ?? null} isErased />
        ) : (
          <ProgressCard isErasing={state === "erasing"} {...progress} />
        )}
        {state !== "erasing" && state !== "held" && (
          <Form method="post" reloadDocument>
            <input type="hidden" name="intent" value="keep" />
            <Button>Keep everything</Button>
          </Form>
        )}
      </div>
    </>
  );
}
