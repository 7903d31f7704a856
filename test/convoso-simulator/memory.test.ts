import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Simulator, startSimulator } from "./simulator.ts";

/** The call log of the last days, without the port in its links, and what the link of each recording answers. */
async function lookAt(convoso: Simulator) {
  const query = new URLSearchParams({
    auth_token: convoso.authToken,
    start_time: "2020-01-01 00:00:00",
    limit: "100",
    include_recordings: "1",
  });
  const { data } = await (await fetch(`${convoso.apiUrl}/log/retrieve?${query}`)).json();
  const links: string[] = data.results.flatMap(({ recording }: { recording: { public_url: string }[] }) =>
    recording.map(({ public_url }) => public_url),
  );
  const statuses = await Promise.all(
    links.map(async (link) => {
      const answer = await fetch(link);
      await answer.body?.cancel();
      return answer.status;
    }),
  );
  return { calls: JSON.parse(JSON.stringify(data.results).replaceAll(new URL(convoso.url).port, "PORT")), statuses };
}

test("a simulator that is started with the memory of another has its calls, outcomes and recordings, and continues", async () => {
  const first = await startSimulator({ recordingDelaySeconds: 0 });
  after(() => first.stop());
  const lead = first.addLead();
  const placed = [1, 2, 3].map(() =>
    first.placeCall({ lead, disposition: "SALE", startedAt: Date.now() - 3_600_000, lengthSeconds: 60 }),
  );
  first.redispose(placed[0]?.id ?? "", "NQ");
  first.spoilRecording(placed[1]?.id ?? "", "404");
  const before = await lookAt(first);
  assert.equal(before.calls.length, 3);
  assert.deepEqual(before.statuses.sort(), [200, 200, 404]);
  const memory = first.memory();
  await first.stop();

  const second = await startSimulator({ memory });
  after(() => second.stop());
  const later = await lookAt(second);
  assert.deepEqual(later.calls, before.calls);
  assert.deepEqual(later.statuses.sort(), before.statuses);
  const next = second.placeCall();
  assert.ok(placed.every(({ id }) => id !== next.id));
  assert.equal((await lookAt(second)).calls.length, 4);
});
