/** What stops us, such as Docker or systemd, kills after 10 seconds or more. */
const STOP_WITHIN_MS = 9_500;

/**
 * Calls `stop` once, at the first SIGTERM or SIGINT or when the parent that started this process over an IPC channel is
 * gone, and then ends the process: with 0, or 1 if `stop` fails or takes too
 * long.
 * @param leaveMs how much longer it may take, because it lets others leave first
 */
export function onStopSignal(stop: (signal: string) => Promise<void>, leaveMs = 0): void {
  let isStopping = false;
  const begin = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), leaveMs + STOP_WITHIN_MS).unref();
    stop(signal).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => begin("SIGTERM"));
  process.on("SIGINT", () => begin("SIGINT"));
  process.on("disconnect", () => begin("disconnect"));
}
