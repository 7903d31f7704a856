import { type ArchivedRecording, listArchivedRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { findPlayable } from "#app/db/archive/playable-recordings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { archiveReasonSentence } from "#app/lib/archive-reasons.ts";
import type { ArchiveState } from "#app/lib/archive-states.ts";
import { drawWaveform, type WaveformDrawing } from "#app/lib/draw-waveform.server.ts";

/**
 * A recording of a call as its page shows it. `state`: null where there is no archive that could keep it. `isFirst`: it plays where
 * no other is asked for. `isPlayable`: the archive has it, or Convoso may. `kind`: what sound it is, in words.
 */
export type CallRecording = {
  place: number;
  state: ArchiveState | null;
  reason: string | null;
  isFirst: boolean;
  isPlayable: boolean;
  seconds: number | null;
  lengthDiffers: boolean;
  bytes: number | null;
  kind: string | null;
  copiedAt: Date | null;
  /** Since when nothing more will come of it. */
  endedAt: Date | null;
  nextTryAt: Date | null;
  waveform: WaveformDrawing | null;
  /** Why an archived recording has no waveform. */
  noWaveform: string | null;
};

const ENDED: ArchiveState[] = ["gone", "not_audio", "refused", "lost", "deleted"];
const NOT_PLAYABLE: ArchiveState[] = ["deleted", "duplicate"];

/** The recordings of a call, in order. */
export async function readRecordings(db: Database, callId: string): Promise<CallRecording[]> {
  const [recordings, first] = await Promise.all([listArchivedRecordings(db, callId), findPlayable(db, callId, null)]);
  const hasArchive = archiveStore() !== null;
  return recordings.map((recording) => ({
    place: recording.place,
    state: hasArchive || recording.copied_at !== null ? recording.state : null,
    reason: recording.reason && archiveReasonSentence(recording.reason),
    isFirst: recording.place === first?.place,
    isPlayable: !NOT_PLAYABLE.includes(recording.state),
    seconds: recording.seconds,
    lengthDiffers: recording.length_differs ?? false,
    bytes: recording.bytes,
    kind: kindOf(recording),
    copiedAt: recording.copied_at,
    endedAt: ENDED.includes(recording.state) ? recording.state_at : null,
    nextTryAt: recording.next_try_at,
    waveform: recording.peaks && drawWaveform(recording.peaks),
    noWaveform: noWaveformOf(recording),
  }));
}

function noWaveformOf({ state, peaks, drawn_at }: ArchivedRecording): string | null {
  if (state !== "archived" || peaks) return null;
  return drawn_at ? "This kind of sound has no waveform here. It plays as usual." : "There is no waveform yet.";
}

/** Such as "MPEG 2 Layer 3, 16 kbit/s, mono". */
function kindOf({ codec, bit_rate, channels }: ArchivedRecording): string | null {
  const rate = bit_rate !== null && `${Math.round(bit_rate / 1000)} kbit/s`;
  const voices = channels !== null && (channels === 1 ? "mono" : channels === 2 ? "stereo" : `${channels} channels`);
  return [codec, rate, voices].filter(Boolean).join(", ") || null;
}
