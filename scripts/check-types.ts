/** Arguments for Node that check every type; what did not change since is remembered, as `npm test` asks after `check`. */
export const TYPES = [
  "node_modules/typescript/bin/tsc",
  ...["-p", ".", "--noEmit", "--incremental", "--tsBuildInfoFile", ".cache/types.json"],
];
