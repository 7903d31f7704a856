import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { erasePersonLater } from "#app/features/erasure/ask-for-erasure.server.ts";
import { findErasure } from "#app/features/erasure/find-erasure.server.ts";
import { giveUpErasure } from "#app/features/erasure/give-up-erasure.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { ConfirmCard } from "./confirm-card.tsx";
import { ProgressCard } from "./progress-card.tsx";

export const meta: MetaFunction = () => [{ title: "Erase a person · Convoso portal" }];

/** While the worker is at it the page comes anew by itself, with or without JavaScript. */
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;
const REFRESH = { Refresh: "2" };

async function getErasure(erasureId: string | undefined) {
  const { data: id } = queryField.id.safeParse(erasureId);
  const db = await orUnavailable(pool());
  const erasure = id === undefined ? null : await orUnavailable(findErasure(db, id));
  if (!erasure) throw new Response("There is no such erasure (any more).", { status: 404 });
  return erasure;
}

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "admin");
  const erasure = await getErasure(params.erasureId);
  if (erasure.certificate_id !== null) throw redirect(`/admin/super/erase/${erasure.certificate_id}`);
  return data(erasure, { headers: erasure.state === "found" ? {} : REFRESH });
}

/** `intent=erase`, with `sure=yes`: what was found shall be erased. `intent=keep`: it shall not. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "admin");
  const form = await readForm(request);
  const erasure = await getErasure(params.erasureId);
  const db = await orUnavailable(pool());
  if (form.get("intent") === "keep") {
    await orUnavailable(giveUpErasure(db, erasure.id));
    return redirectSaying(request, "/admin/super/erase", "Everything was kept", { tone: "info" });
  }
  if (form.get("intent") !== "erase" || form.get("sure") !== "yes") return { error: "Tick the box first." };
  const error = await orUnavailable(erasePersonLater(db, erasure, admin));
  return error === null ? redirect(`/admin/super/erasures/${erasure.id}`) : { error };
}

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
        ) : (
          <ProgressCard isErasing={state === "erasing"} {...progress} />
        )}
        {state !== "erasing" && (
          <Form method="post" reloadDocument>
            <input type="hidden" name="intent" value="keep" />
            <Button>Keep everything</Button>
          </Form>
        )}
      </div>
    </>
  );
}
