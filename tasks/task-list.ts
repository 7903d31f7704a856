import type { TaskList } from "graphile-worker";
import { apply_failed_deliveries } from "#tasks/apply_failed_deliveries.ts";
import { apply_retention } from "#tasks/apply_retention.ts";
import { archive_recordings } from "#tasks/archive_recordings.ts";
import { check_archive } from "#tasks/check_archive.ts";
import { check_figures } from "#tasks/check_figures.ts";
import { check_ledger } from "#tasks/check_ledger.ts";
import { check_recordings } from "#tasks/check_recordings.ts";
import { draw_waveforms } from "#tasks/draw_waveforms.ts";
import { erase_person } from "#tasks/erase_person.ts";
import { fetch_recording } from "#tasks/fetch_recording.ts";
import { fetch_recordings } from "#tasks/fetch_recordings.ts";
import { fix_differences } from "#tasks/fix_differences.ts";
import { fold_figures } from "#tasks/fold_figures.ts";
import { prepare_evidence } from "#tasks/prepare_evidence.ts";
import { read_names } from "#tasks/read_names.ts";
import { remove_archived_files } from "#tasks/remove_archived_files.ts";
import { replay_deliveries } from "#tasks/replay_deliveries.ts";
import { requeue_stranded_recordings } from "#tasks/requeue_stranded_recordings.ts";
import { sweep_conversions } from "#tasks/sweep_conversions.ts";
import { write_notes } from "#tasks/write_notes.ts";

/** Every job that can be queued. */
export const taskList: TaskList = {
  apply_failed_deliveries,
  apply_retention,
  archive_recordings,
  check_archive,
  check_figures,
  check_ledger,
  check_recordings,
  draw_waveforms,
  erase_person,
  fetch_recording,
  fetch_recordings,
  fix_differences,
  fold_figures,
  prepare_evidence,
  read_names,
  remove_archived_files,
  replay_deliveries,
  requeue_stranded_recordings,
  sweep_conversions,
  write_notes,
};
