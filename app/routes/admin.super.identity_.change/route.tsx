import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { applyChange, rehearseChange } from "#app/features/identity/sort-anew.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { keyWords } from "#app/lib/key-words.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { RehearsalView } from "#app/ui/rehearsal-view.tsx";
import { type Choice, readChange } from "./read-change.server.ts";

const LIST = "/admin/super/identity";
const TITLES = { split: "Split a lead", join: "Merge two leads", undo: "Undo a decision" };

export const meta: MetaFunction = () => [{ title: "Merge and split · Convoso portal" }];

/** The dry run of a change. */
export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const { change, choice } = await readChange(db, request);
  if (!change)
    return { kind: null, choice, tried: { reason: "There is no such lead. Enter a lead id, or #12 for its number." } };
  if (change.kind === "split" && change.keys.length === 0) return { kind: change.kind, choice, tried: null };
  return { kind: change.kind, choice, tried: await rehearseChange(db, change) };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, request }) => {
  const { change } = await readChange(db, request);
  const done = change ? await applyChange(db, change, admin) : { reason: "There is no such lead." };
  if ("reason" in done) return redirectSaying(request, LIST, done.reason, { tone: "bad" });
  const [lead, ...others] = done.leadIds;
  if (change?.kind !== "join" || lead === undefined || others.length > 0) {
    return redirectSaying(request, LIST, "The leads were rebuilt from their deliveries");
  }
  const text = "The lead was rebuilt from the deliveries of both. You can undo it under Merge and split.";
  return redirectSaying(request, `/admin/super/leads/${lead}`, "The two leads are one now", { text });
});

export default function ChangeIdentity() {
  const { kind, choice, tried } = useLoaderData<typeof loader>();
  const isBusy = useNavigation().state === "submitting";
  return (
    <>
      <PageHeader
        title={kind === null ? "Merge and split" : TITLES[kind]}
        description={<TextLink to={LIST}>Merge and split</TextLink>}
      />
      {choice && <ChooseKeys {...choice} />}
      {tried && "reason" in tried && (
        <Notice tone="warn" title="This cannot be done" role="status">
          {tried.reason}
        </Notice>
      )}
      {tried && "rehearsal" in tried && (
        <>
          <Card title="Dry run" className="mb-4">
            <div className="grid gap-3 text-sm">
              <p>
                The portal deletes the leads and builds them again from their deliveries, in the original order. Below
                you see what would change. Nothing is saved yet, and you can undo it later.
              </p>
              <div className="flex flex-wrap gap-2">
                <Form method="post">
                  <Button look="primary" disabled={isBusy || tried.rehearsal === null}>
                    {kind === null ? "" : TITLES[kind]}
                  </Button>
                </Form>
                <LinkButton to={LIST} look="quiet">
                  Cancel
                </LinkButton>
              </div>
            </div>
          </Card>
          <RehearsalView rehearsal={tried.rehearsal} />
        </>
      )}
    </>
  );
}

function ChooseKeys({ lead, people, keys, chosen }: Choice) {
  return (
    <Card title="The people in the deliveries" className="mb-4">
      <div className="grid gap-4 text-sm">
        <ul className="grid gap-1">
          {people.map(({ name, email, deliveries }) => (
            <li key={name}>
              <strong>{name}</strong>
              {email !== null && `, ${email}`}: {deliveries === 1 ? "1 delivery" : `${deliveries} deliveries`}
            </li>
          ))}
        </ul>
        <Form method="get" className="grid gap-3">
          <input type="hidden" name="split" value={lead} />
          <fieldset className="grid gap-1">
            <legend className="mb-1 font-medium">Several people share</legend>
            {keys.map((key, place) => (
              <label key={key} className="flex items-center gap-2">
                <input type="checkbox" name="key" value={place} defaultChecked={chosen.includes(key)} />
                {keyWords(key)}
              </label>
            ))}
          </fieldset>
          <p className="text-ink-soft">
            Shared values no longer identify a person. A phone number then counts only together with a name or an e-mail
            address.
          </p>
          <div>
            <Button>Show what would change</Button>
          </div>
        </Form>
      </div>
    </Card>
  );
}
