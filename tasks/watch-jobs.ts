import type { Job, WorkerEvents } from "graphile-worker";
import { tell } from "#app/lib/observe.server.ts";

/** Reports the result and the seconds of each run of a job. */
export function watchJobs(events: WorkerEvents): void {
  const begun = new Map<string, number>();
  const end = ({ id, task_identifier }: Job, result: "done" | "failed" | "given up") => {
    const seconds = (performance.now() - (begun.get(id) ?? performance.now())) / 1000;
    begun.delete(id);
    tell("job ended", { task: task_identifier, result, seconds });
  };
  events.on("job:start", ({ job }) => begun.set(job.id, performance.now()));
  events.on("job:success", ({ job }) => end(job, "done"));
  events.on("job:error", ({ job }) => end(job, job.attempts >= job.max_attempts ? "given up" : "failed"));
}
