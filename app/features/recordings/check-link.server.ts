import type { Database } from "#app/db/connection/pool.server.ts";
import type { LinkVerdict } from "#app/db/recordings/recording-links.server.ts";
import { openRecording } from "#app/features/recordings/open-recording.server.ts";
import { pauseRecordingTurns, waitForRecordingTurn } from "#app/features/recordings/wait-for-turn.server.ts";
import type { RecordingFault } from "#app/lib/recording-faults.ts";

const LIMITS = { bytes: 512 * 1024 * 1024, answerMs: 8_000, idleMs: 4_000, wholeMs: 8_000 };
/** Of a host that sends all although only the beginning is asked for, so much is read. */
const MOST_BYTES = 64 * 1024;

/**
 * Tries whether a link plays: asks for the first kilobyte, in its turn.
 * @returns null where it could not be tried: the host is down, too slow, or asked too often
 */
export async function checkLink(db: Database, url: string): Promise<LinkVerdict | null> {
  if (!(await waitForRecordingTurn(db))) return null;
  const asking = new AbortController();
  let damage: RecordingFault | undefined;
  const opened = await openRecording(url, {
    range: "bytes=0-1023",
    signal: asking.signal,
    onFault: (fault) => {
      damage = fault;
    },
    limits: LIMITS,
  });
  if (!opened.ok) {
    if (opened.restSeconds !== null) await pauseRecordingTurns(db, opened.restSeconds);
    return opened.fault && { fault: opened.fault };
  }
  let bytes = 0;
  try {
    for await (const chunk of opened.body) {
      bytes += chunk.length;
      if (bytes >= MOST_BYTES) break;
    }
  } catch {
    // What began well may break off by the network's fault as well.
  }
  asking.abort();
  if (damage) return { fault: damage };
  return opened.isSeen ? "playable" : null;
}
