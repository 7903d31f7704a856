import { recordingLinks } from "#test/convoso-simulator/recording.ts";
import { expect, test } from "./fixtures.ts";
import { query } from "./query.ts";
import { signIn } from "./sign-in.ts";
import type { Stack } from "./stack.ts";

/** A call that has two recordings, both of which the archive has. @returns its id */
async function placeArchivedCall(stack: Stack): Promise<string> {
  const { simulator } = stack;
  const call = simulator.placeCall({ lengthSeconds: 30, disposition: "SALE", recordingDelaySeconds: 0, pieces: 2 });
  const { id, recording } = call;
  if (!recording) throw new Error("The call has no recording.");
  await fetch(`${stack.portalUrl}/api/webhooks/convoso`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ call_id: id, duration: 30, recording: recordingLinks(simulator.url, id, recording) }),
  });
  await untilDrawn(stack.databaseUrl, id);
  return id;
}

/** Has the archive not know a recording, so that it plays from Convoso. */
async function keepFromArchive(databaseUrl: string, callId: string): Promise<void> {
  await query({ databaseUrl }, "delete from archived_recordings where call_id = $1", [callId]);
}

/** What the worker does within a minute, done at once. */
async function untilDrawn(databaseUrl: string, callId: string): Promise<void> {
  const copy = `select graphile_worker.add_job('archive_recordings', '{"isCopying": true}', job_key => 'copy now')`;
  const draw = "select graphile_worker.add_job('draw_waveforms', job_key => 'draw now')";
  const drawn = "select from archived_recordings where call_id = $1 and state = 'archived' and peaks is not null";
  await expect(async () => {
    await query({ databaseUrl }, `${copy}; ${draw}`);
    expect(await query({ databaseUrl }, drawn, [callId])).toHaveLength(2);
  }).toPass();
}

test("the recordings of a call play from the archive, and a click on the waveform moves the player there", async ({
  page,
  stack,
}) => {
  const id = await placeArchivedCall(stack);
  stack.simulator.spoilRecording(id, "missing");
  await signIn(page, stack);
  await page.goto(`/admin/super/calls/${id}`);
  const card = page.getByRole("region", { name: "Recordings" });
  await expect(card.getByText("Playable")).toBeVisible();
  await expect(card.getByRole("heading", { name: /^Recording \d of 2 Archived/ })).toHaveCount(2);
  await expect(card.getByText(/^\d+:\d\d \(its length differs from the call\)$/)).toHaveCount(2);
  const player = card.getByLabel(`Recording 1 of call ${id}`, { exact: true });
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true;
    return audio.play();
  });
  await card.getByRole("img", { name: `Waveform of recording 1 of call ${id}` }).click();
  const share = () => player.evaluate(({ currentTime, duration }: HTMLAudioElement) => currentTime / duration);
  await expect.poll(share, "the middle of the picture is the middle of the sound").toBeGreaterThanOrEqual(0.49);
  const download = page.waitForEvent("download");
  await card.getByRole("link", { name: `Download recording 2 of call ${id}` }).click();
  expect((await download).suggestedFilename()).toBe(`recording 2 of call ${id}.wav`);
  await expect(page.getByRole("region", { name: "Chain of custody" })).toContainText("(recording 2)");
});

test("the player jumps in a recording whose host tells no length and knows no parts", async ({ page, stack }) => {
  const call = stack.simulator.placeCall({ lengthSeconds: 95, disposition: "SALE", recordingDelaySeconds: 0 });
  await stack.simulator.deliver(call, { withRecording: true });
  stack.simulator.spoilRecording(call.id, "no length");
  await keepFromArchive(stack.databaseUrl, call.id);
  await signIn(page, stack);
  const part = await page.request.get(`/admin/super/calls/${call.id}/recording`, { headers: { range: "bytes=8-11" } });
  expect([part.status(), await part.text()]).toEqual([206, "WAVE"]);
  await page.goto(`/admin/super/calls/${call.id}`);
  const player = page.getByLabel(`Recording of call ${call.id}`, { exact: true });
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true;
    return audio.play();
  });
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.currentTime = audio.duration * 0.8;
  });
  const share = () => player.evaluate(({ currentTime, duration }: HTMLAudioElement) => currentTime / duration);
  await expect.poll(share).toBeGreaterThan(0.8);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("each recording of a call has its waveform, its player and its file", async ({ page, stack }) => {
    const id = await placeArchivedCall(stack);
    await signIn(page, stack);
    await page.goto(`/admin/super/calls/${id}`);
    for (const place of [1, 2]) {
      await expect(page.getByRole("img", { name: `Waveform of recording ${place} of call ${id}` })).toBeVisible();
      await expect(page.getByLabel(`Recording ${place} of call ${id}`, { exact: true })).toBeVisible();
      const file = await page.request.get(`/admin/super/calls/${id}/recording?place=${place}`, {
        headers: { range: "bytes=0-3" },
      });
      expect([file.status(), await file.text()]).toEqual([206, "RIFF"]);
    }
    expect((await page.request.get(`/admin/super/calls/${id}/recording?place=3`)).status()).toBe(404);
  });
});
