/**
 * What runs at which time (graphile-worker documentation, "Crontab"). Times are UTC. 10:20 is between 2:20 and 6:20 in
 * the continental US. What no worker ran in time runs when one is back (`fill`). Everything but the comparisons of the ledger
 * and of the archive runs before a backlog of recordings, which may take hours.
 */
export const CRONTAB = `
* * * * * requeue_stranded_recordings ?fill=1m&max=1&priority=-10
* * * * * apply_failed_deliveries ?fill=1m&max=1&priority=-10
* * * * * archive_recordings ?fill=1m&max=1&priority=-10
* * * * * draw_waveforms ?fill=1m&max=1&priority=-5
* * * * * remove_archived_files ?fill=1m&max=1&priority=-10
* * * * * fold_figures ?fill=1m&max=1&priority=-10
* * * * * check_recordings ?fill=1m&max=1&priority=-10
* * * * * fetch_recordings ?fill=1m&max=1&priority=-10
* * * * * check_ledger ?fill=1m&max=1&priority=10
* * * * * fix_differences ?fill=1m&max=1&priority=-10
* * * * * replay_deliveries ?fill=1m&max=1&priority=-10
* * * * * prepare_evidence ?fill=1m&max=1&priority=-10
* * * * * sweep_conversions ?fill=1m&max=1&priority=-10
* * * * * write_notes ?fill=1m&max=1&priority=-10
20 10 * * * apply_retention ?max=5&fill=12h&priority=-10
50 10 * * * check_figures ?max=5&fill=12h&priority=-10
5 11 * * * read_names ?max=5&fill=12h&priority=-10
20 11 * * * check_archive ?max=5&fill=12h&priority=10`;
