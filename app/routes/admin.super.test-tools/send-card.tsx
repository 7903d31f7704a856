import { Form, useNavigation, useSearchParams } from "@remix-run/react";
import type { PostableSample } from "#app/features/test-tools/list-samples.server.ts";
import { ENDPOINT_PATHS, type Endpoint } from "#app/lib/endpoints.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Input, Select, Textarea } from "#app/ui/fields.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { AnswerLine } from "./answer-line.tsx";
import { BurstResult } from "./burst-result.tsx";
import { MOST_AT_ONCE } from "./most-at-once.ts";
import { SamplePicker } from "./sample-picker.tsx";
import type { Sent } from "./send-and-show.server.ts";
import { SentResult } from "./sent-result.tsx";

type Props = {
  endpoint: Endpoint;
  title: string;
  button: string;
  samples: PostableSample[];
  hasSecret: boolean;
  /** What this card just sent. */
  sent: Sent | null;
};

const echoSample = { contentType: "application/json", query: "", body: '{\n  "test": "data"\n}', description: "" };

function contentTypes(given: string | null): string[] {
  return [
    ...new Set(["application/json", "application/x-www-form-urlencoded", "text/plain", ...(given ? [given] : [])]),
  ];
}

/** A payload to edit and send, with the result below. */
export function SendCard({ endpoint, title, button, samples, hasSecret, sent }: Props) {
  const [query] = useSearchParams();
  const { formData } = useNavigation();
  const isSending = formData?.get("endpoint") === endpoint;
  const picked = query.get(endpoint);
  const sample = samples.find(({ name }) => name === picked) ?? samples[0] ?? echoSample;
  const given = sent?.delivery ?? { ...sample, signature: hasSecret ? "valid" : "none" };
  const hasIds = endpoint !== "echo";
  return (
    <Card title={title} id={endpoint}>
      {samples.length > 0 && <SamplePicker endpoint={endpoint} samples={samples} />}
      <NeedsRole atLeast="operator" toDo="send test deliveries">
        <Form method="post" action={`?${query}#${endpoint}`} key={picked} className="grid gap-3" preventScrollReset>
          <input type="hidden" name="endpoint" value={endpoint} />
          <Textarea
            label="Payload"
            name="body"
            rows={Math.min(16, Math.max(6, given.body.split("\n").length + 1))}
            defaultValue={given.body}
            hint={sample.description || undefined}
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <Input
              label="Address"
              name="path"
              defaultValue={sent?.delivery.path ?? ENDPOINT_PATHS[endpoint]}
              hint="Change it to see what a sender with a wrong address gets."
              className="sm:col-span-2"
              spellCheck={false}
              autoComplete="off"
            />
            <Input label="Query string" name="query" defaultValue={given.query} spellCheck={false} autoComplete="off" />
            <Select label="Content type" name="contentType" defaultValue={given.contentType ?? ""}>
              <option value="">None</option>
              {contentTypes(given.contentType).map((type) => (
                <option key={type}>{type}</option>
              ))}
            </Select>
            <Select
              label="Signature"
              name="signature"
              defaultValue={given.signature}
              hint={hasSecret ? undefined : "No secret is set, so signatures are not checked."}
            >
              <option value="none">None</option>
              {hasSecret && <option value="valid">Valid</option>}
              <option value="wrong">Wrong</option>
            </Select>
            <div className="grid grid-cols-[5rem_1fr] gap-3">
              <Input
                label="How many"
                name="count"
                type="number"
                min={1}
                max={MOST_AT_ONCE}
                defaultValue={sent?.count ?? 1}
              />
              {hasIds && (
                <Select label="Ids" name="ids" defaultValue={sent?.withOwnIds === false ? "same" : "own"}>
                  <option value="own">All different</option>
                  <option value="same">All the same</option>
                </Select>
              )}
            </div>
          </div>
          <div>
            <Button look="primary" disabled={isSending}>
              {isSending ? "Sending…" : button}
            </Button>
          </div>
        </Form>
      </NeedsRole>
      <div role="status">
        {sent?.single && <AnswerLine sent={sent.single} />}
        {sent?.burst && <BurstResult burst={sent.burst} />}
      </div>
      {sent !== null && <SentResult sent={sent} />}
    </Card>
  );
}
