// Loaded into a program before anything else (--import): profiles it from the message "profile" to the next one, and then
// sends where its processor time went.
import { type Profiler, Session } from "node:inspector/promises";

const session = new Session();
session.connect();
let isOn = false;

process.on("message", async (message) => {
  if (message !== "profile") return;
  isOn = !isOn;
  if (isOn) {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: 250 });
    await session.post("Profiler.start");
  } else {
    const { profile } = await session.post("Profiler.stop");
    process.send?.({ selfTimes: selfTimesOf(profile) });
  }
});

/** Microseconds by function and place, callees not included. */
function selfTimesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): [string, number][] {
  const places = new Map(
    nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || "(anonymous)"}\t${callFrame.url}`]),
  );
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? "";
    times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return [...times];
}
