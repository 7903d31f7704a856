import { type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { startReplay } from "#app/features/replays/start-replay.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { replayQuery } from "#app/http/replay-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { RehearsalView } from "#app/ui/rehearsal-view.tsx";
import { ReplayName } from "#app/ui/replay-name.tsx";
import { readPlan, upTo } from "./read-plan.server.ts";

export const meta: MetaFunction = () => [{ title: "Replay · Convoso portal" }];

/** The dry run, which saves nothing. */
export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const asked = replayQuery(request);
  const now = new Date();
  if (!asked) return { asked, now, plan: null };
  return { asked, now, plan: await readPlan(db, upTo(asked.filter, now), asked.isThorough) };
});

/** "Replay now": a single delivery is applied at once, several by the worker. */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const asked = replayQuery(request);
  if (!asked) return redirectSaying(request, "/admin/super/webhook-logs", "Nothing was chosen", { tone: "info" });
  const now = z.iso.datetime().safeParse(form.get("now"));
  const [only, ...others] = asked.chosen;
  if (only !== undefined && others.length === 0) {
    const to = `/admin/super/webhook-logs/${only}`;
    const replayed = await replayDelivery(db, only, admin);
    if (replayed?.isChanged) return redirectSaying(request, to, "Delivery applied");
    if (replayed?.outcome === "duplicate")
      return redirectSaying(request, to, "Nothing changed: it was already applied", { tone: "info" });
    const title = replayed ? "The delivery failed again" : "There was nothing to apply";
    return redirectSaying(request, to, title, { tone: replayed ? "bad" : "info" });
  }
  const filter = upTo(asked.filter, now.success ? new Date(now.data) : new Date());
  const id = await startReplay(db, { filter, query: asked.query }, admin);
  return redirect(`/admin/super/replays/${id}?${new URLSearchParams({ back: asked.back })}`);
});

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
            Choose deliveries in the <TextLink to={list}>Webhook Logs</TextLink>, or run a valid search there.
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
            <Tried plan={plan} /> Preview only; nothing is saved.
          </p>
          <p className="text-ink-soft">
            A replay reads the original bytes again and applies them in the original order. Missing values come back,
            later values stay, and nothing is applied twice.
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
        {formatNumber(rehearsal.changed)} would change data, {formatNumber(rehearsal.failedIds.length)} could not be
        applied
      </strong>
      {skipped > 0 && `, ${formatNumber(skipped)} cannot be replayed (an echo, or without a body)`}.
    </>
  );
}
