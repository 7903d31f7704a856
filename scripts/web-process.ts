/**
 * How Node runs the web process: with a heap that is swept before it has grown much beyond what is in use. Left to itself it
 * takes 330 MiB under load instead of 200, and is not faster by it. The Dockerfile and `npm run web` say the same.
 */
export const WEB_PROCESS = {
  flags: ["--heap-growing-percent=30", "--max-semi-space-size=16"],
  program: "server.ts",
};
