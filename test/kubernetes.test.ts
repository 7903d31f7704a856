import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";

type Container = {
  image: string;
  command: string[];
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  securityContext: object;
  livenessProbe?: { httpGet: { path: string } };
  readinessProbe?: { httpGet: { path: string } };
};
type Pod = { securityContext: object; automountServiceAccountToken: boolean; containers: Container[] };
type Labels = Record<string, string>;
type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec: { selector: Labels & { matchLabels?: Labels }; template: { metadata: { labels: Labels }; spec: Pod } };
};
type Model = new (manifest: unknown) => { validate: () => void };

const manifests = globSync("deploy/kubernetes/*.yaml").flatMap((path) =>
  parseAllDocuments(readFileSync(path, "utf8")).map((document) => document.toJS() as Manifest),
);
const ofKind = (...kinds: string[]) => manifests.filter(({ kind }) => kinds.includes(kind));
const workloads = ofKind("StatefulSet", "Deployment", "Job");
const containers = workloads.flatMap(({ spec }) => spec.template.spec.containers);

/** Checks a manifest against the schema that Kubernetes itself publishes of its kind. */
async function validate(manifest: Manifest): Promise<void> {
  const models: Record<string, Model> = await import(`kubernetes-models/${manifest.apiVersion}`);
  const model = models[manifest.kind] ?? assert.fail(`there is no ${manifest.kind} in ${manifest.apiVersion}`);
  new model(manifest).validate();
}

test("every manifest follows the schema of its kind", async () => {
  assert.equal(manifests.length, 8);
  for (const manifest of manifests) await validate(manifest);
  const wrong = structuredClone(ofKind("Job")[0]) as unknown as { spec: { backoffLimit: string } };
  wrong.spec.backoffLimit = "often";
  await assert.rejects(validate(wrong as unknown as Manifest), /backoffLimit/);
});

test("every pod runs as a normal user, changes nothing of its image, and has no key to the cluster", () => {
  assert.equal(workloads.length, 3);
  for (const { spec } of workloads) {
    const { securityContext, automountServiceAccountToken } = spec.template.spec;
    assert.equal(automountServiceAccountToken, false);
    const expected = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
    assert.deepEqual({ ...securityContext, ...expected }, securityContext);
  }
  for (const { securityContext } of containers) {
    const capabilities = { drop: ["ALL"] };
    const expected = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities };
    assert.deepEqual(securityContext, expected);
  }
});

test("every program and every setting that they name exists, and the image is of this version", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const { image, command } of containers) {
    assert.match(image, new RegExp(`/convoso-portal:${version}$`));
    assert.ok(existsSync(command[1] ?? ""), command.join(" "));
  }
  const settings = readFileSync(".env.example", "utf8");
  for (const name of ofKind("ConfigMap").flatMap(({ data }) => Object.keys(data ?? {}))) {
    assert.match(settings, new RegExp(`^${name}=`, "m"));
  }
});

test("secrets are named and not held, and only the migrations know the owner of the tables", () => {
  assert.equal(ofKind("Secret").length, 0);
  const secretsOf = ({ envFrom }: Container) => envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []);
  for (const container of containers) {
    const isMigration = container.command.includes("scripts/migrate.ts");
    assert.deepEqual(secretsOf(container), ["convoso-portal", ...(isMigration ? ["convoso-portal-owner"] : [])]);
  }
});

test("services and disruption budgets select pods that there are, and the probes ask what answers", () => {
  const pods = workloads.map(({ spec }) => spec.template.metadata.labels);
  for (const { kind, metadata, spec } of ofKind("Service", "PodDisruptionBudget")) {
    const wanted = Object.entries(spec.selector.matchLabels ?? spec.selector);
    const selected = pods.filter((labels) => wanted.every(([name, value]) => labels[name] === value));
    assert.equal(selected.length, 1, `${kind} ${metadata.name}`);
  }
  const [web] = containers.filter(({ command }) => command.includes("server.ts"));
  assert.equal(web?.livenessProbe?.httpGet.path, "/api/admin/live");
  assert.equal(web?.readinessProbe?.httpGet.path, "/api/admin/ready");
  for (const name of ["live", "ready"]) assert.ok(existsSync(`app/routes/api.admin.${name}.ts`));
});
