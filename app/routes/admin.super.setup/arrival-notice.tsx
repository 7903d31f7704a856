import type { Arrival } from "#app/db/deliveries/arrivals.server.ts";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { arrival: Arrival; what: string };

const problems = {
  refused: "was refused: the secret is missing or wrong",
  invalid: "could not be read",
  failed: "could not be stored",
};

const delivery = (id: string) => `/admin/super/webhook-logs/${id}`;

/** Whether a webhook works: green after the first real delivery that could be read. */
export function ArrivalNotice({ arrival, what }: Props) {
  const { first_id, first_at, latest_id, latest_at, problem_id, problem_at, problem_outcome } = arrival;
  const isBroken = problem_at !== null && (latest_at === null || problem_at > latest_at);
  return (
    <div role="status" className="grid gap-2">
      {isBroken && problem_id && problem_outcome && (
        <Notice tone="bad" title={`The latest delivery ${problems[problem_outcome]}`}>
          <Time at={problem_at} show="relative" />.{" "}
          <TextLink to={delivery(problem_id)}>See what arrived and how to fix it</TextLink>
        </Notice>
      )}
      {first_id && first_at && latest_id && latest_at ? (
        <Notice tone="ok" title={`Working: ${what} arrive`}>
          <TextLink to={delivery(first_id)}>The first</TextLink> arrived <Time at={first_at} show="relative" />,{" "}
          <TextLink to={delivery(latest_id)}>the latest</TextLink> <Time at={latest_at} show="relative" />.
        </Notice>
      ) : (
        <Notice tone="muted" title={`Waiting for the first real ${what === "leads" ? "lead" : "call"}`}>
          This turns green automatically. Test data does not count.
        </Notice>
      )}
    </div>
  );
}
