import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { pool } from "#app/db/pool.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { startReplay } from "#app/features/replays/start-replay.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { replayQuery } from "#app/http/replay-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { RehearsalView } from "#app/ui/rehearsal-view.tsx";
import { ReplayName } from "#app/ui/replay-name.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { readPlan, upTo } from "./read-plan.server.ts";

export const meta: MetaFunction = () => [{ title: "Replay · Convoso portal" }];

/** The dry run. It undoes whatever it does. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "operator");
  const asked = replayQuery(request, portalSettings(request).timeZone);
  const now = new Date();
  if (!asked) return { asked, now, plan: null };
  const db = await orUnavailable(pool());
  return { asked, now, plan: await orUnavailable(readPlan(db, upTo(asked.filter, now), asked.isThorough)) };
}

/** "Replay now": one at once, several by the worker. */
export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const asked = replayQuery(request, portalSettings(request).timeZone);
  if (!asked) return redirectSaying(request, "/admin/super/webhook-logs", "Nothing was chosen", { tone: "info" });
  const now = z.iso.datetime().safeParse((await readForm(request)).get("now"));
  const db = await orUnavailable(pool());
  const [only, ...others] = asked.chosen;
  if (only !== undefined && others.length === 0) {
    const to = `/admin/super/webhook-logs/${only}`;
    const replayed = await orUnavailable(replayDelivery(db, only, admin));
    if (replayed?.isChanged) return redirectSaying(request, to, "The delivery is applied");
    if (replayed?.outcome === "duplicate")
      return redirectSaying(request, to, "Nothing changed: all of it is in force already", { tone: "info" });
    const title = replayed ? "The delivery could not be applied this time either" : "There was nothing to apply";
    return redirectSaying(request, to, title, { tone: replayed ? "bad" : "info" });
  }
  const filter = upTo(asked.filter, now.success ? new Date(now.data) : new Date());
  const id = await orUnavailable(startReplay(db, { filter, query: asked.query }, admin));
  return redirect(`/admin/super/replays/${id}?${new URLSearchParams({ back: asked.back })}`);
}

export default function NewReplay() {
  const { asked, now, plan } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const thorough = new URLSearchParams([...params, ["thorough", "yes"]]);
  const isBusy = useNavigation().state === "submitting";
  const list = `/admin/super/webhook-logs${asked?.back ? `?${asked.back}` : ""}`;
  const path = <TextLink to={list}>Webhook Logs</TextLink>;
  if (!asked || !plan) {
    return (
      <>
        <PageHeader title="Replay" description={path} />
        <Card flush>
          <EmptyState title="Nothing is chosen">
            Choose deliveries in the <TextLink to={list}>Webhook Logs</TextLink>, or a search there that is understood.
          </EmptyState>
        </Card>
      </>
    );
  }
  const [only, ...others] = asked.chosen;
  const single = others.length === 0 ? only : undefined;
  return (
    <>
      <PageHeader
        title={single ? "Replay one delivery" : "Replay deliveries"}
        description={
          <>
            {path} /{" "}
            {single ? (
              <TextLink to={`/admin/super/webhook-logs/${single}`}>the delivery</TextLink>
            ) : (
              <ReplayName replay={asked} />
            )}
          </>
        }
      />
      <Card title="Dry run" className="mb-4">
        <div className="grid gap-3 text-sm">
          <p>
            <Tried plan={plan} /> Nothing of it is kept: this is what would be if you go on.
          </p>
          <p className="text-ink-soft">
            A replay reads the bytes as they came once more and applies them in their place in the order: what is
            missing comes back, what came later stays, and what is in force already changes nothing.
          </p>
          <div className="flex flex-wrap gap-2">
            <Form method="post">
              <input type="hidden" name="now" value={now.toISOString()} />
              <Button look="primary" disabled={isBusy || (plan.tried === 0 && !plan.isMore)}>
                {single ? "Replay now" : plan.isMore ? "Replay all of them" : `Replay ${formatNumber(plan.tried)}`}
              </Button>
            </Form>
            {plan.canTry !== null && (
              <LinkButton to={`?${thorough}`}>Try the oldest {formatNumber(plan.canTry)}</LinkButton>
            )}
            {single && <LinkButton to={`/admin/super/webhook-logs/${single}/edit`}>Edit the payload…</LinkButton>}
            <LinkButton to={single ? `/admin/super/webhook-logs/${single}` : list} look="quiet">
              Cancel
            </LinkButton>
          </div>
        </div>
      </Card>
      <RehearsalView rehearsal={plan.rehearsal} />
    </>
  );
}

function Tried({ plan: { tried, isMore, skipped, rehearsal } }: { plan: Awaited<ReturnType<typeof readPlan>> }) {
  const count = tried === 1 ? "One delivery was" : `${formatNumber(tried)} deliveries were`;
  if (rehearsal === null) return <>Nothing was tried. </>;
  return (
    <>
      {isMore ? `There are more: the oldest ${formatNumber(tried)} were` : count} tried;{" "}
      <strong>
        {formatNumber(rehearsal.changed)} would change something, {formatNumber(rehearsal.failedIds.length)} could not
        be applied
      </strong>
      {skipped > 0 && `, ${formatNumber(skipped)} cannot be replayed (an echo, or without a body)`}.
    </>
  );
}
