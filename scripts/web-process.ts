/**
 * How Node runs the web process: with a heap that is swept before it has grown much beyond what is in use, and few arenas
 * for what lies outside of it. Left to itself it takes 300 MiB under load instead of 200; sweeping costs a tenth of the
 * processor time. The Dockerfile and `npm run web` say the same.
 */
export const WEB_PROCESS = {
  flags: ["--heap-growing-percent=30", "--max-semi-space-size=16"],
  program: "server.ts",
  env: { MALLOC_ARENA_MAX: "2" },
};
