import type { CallRecording } from "#app/features/archive/read-recordings.server.ts";
import { ARCHIVE_STATES, type ArchiveState } from "#app/lib/archive-states.ts";
import { recordingName } from "#app/lib/call-path.ts";
import { formatBytes, formatDuration } from "#app/lib/format-number.ts";
import { Badge, type Tone } from "#app/ui/badges.tsx";
import { type FactList, Facts } from "#app/ui/facts.tsx";
import { Player } from "#app/ui/player.tsx";
import { NextTry, Time } from "#app/ui/time.tsx";
import { WithWaveform } from "#app/ui/waveform.tsx";

const TONES: Partial<Record<ArchiveState, Tone>> = { archived: "ok", due: "info", not_ready: "info", lost: "bad" };

type Props = { callId: string; recordings: CallRecording[]; mayHear: boolean };

/** The recordings of a call, in order, each with its player and what the archive has of it. */
export function RecordingsList({ callId, recordings, mayHear }: Props) {
  const [only, ...more] = recordings;
  if (only && more.length === 0) return <OneRecording callId={callId} recording={only} mayHear={mayHear} />;
  return (
    <ol className="grid gap-5">
      {recordings.map((recording) => (
        <li key={recording.place} className="grid gap-2">
          <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
            Recording {recording.place} of {recordings.length}
            {recording.state !== null && (
              <Badge tone={TONES[recording.state] ?? "warn"}>{ARCHIVE_STATES[recording.state]}</Badge>
            )}
            {recording.isFirst && <span className="font-normal text-ink-soft">plays first</span>}
          </h3>
          <OneRecording callId={callId} recording={recording} place={recording.place} mayHear={mayHear} />
        </li>
      ))}
    </ol>
  );
}

type OneProps = { callId: string; recording: CallRecording; place?: number; mayHear: boolean };

function OneRecording({ callId, recording, place, mayHear }: OneProps) {
  const { waveform, noWaveform, seconds, isPlayable } = recording;
  const player = (
    <>
      {noWaveform !== null && <p className="text-xs text-ink-soft">{noWaveform}</p>}
      <Player callId={callId} {...(place !== undefined && { place })} />
    </>
  );
  const of = place === undefined ? `the ${recordingName(callId)}` : recordingName(callId, place);
  return (
    <>
      {isPlayable &&
        mayHear &&
        (waveform === null ? (
          player
        ) : (
          <WithWaveform waveform={waveform} seconds={seconds} of={of}>
            {player}
          </WithWaveform>
        ))}
      <Facts facts={factsOf(recording, place === undefined)} />
    </>
  );
}

function factsOf(recording: CallRecording, isOnly: boolean): FactList {
  const { state, reason, seconds, lengthDiffers, bytes, kind, copiedAt, endedAt, nextTryAt } = recording;
  return {
    Archive: isOnly && state !== null && ARCHIVE_STATES[state],
    Reason: reason,
    Since: endedAt && <Time at={endedAt} show="both" />,
    Copied: copiedAt && <Time at={copiedAt} show="both" />,
    "Next copy": nextTryAt && <NextTry at={nextTryAt} show="both" />,
    Sound: seconds !== null && (
      <>
        {formatDuration(Math.round(seconds))}
        {lengthDiffers && <span className="text-warn"> (its length differs from the call)</span>}
      </>
    ),
    File: [bytes !== null && formatBytes(bytes), kind].filter(Boolean).join(", "),
  };
}
