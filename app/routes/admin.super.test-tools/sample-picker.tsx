import { Form, useSearchParams } from "@remix-run/react";
import type { PostableSample } from "#app/features/test-tools/list-samples.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Select } from "#app/ui/fields.tsx";

/** Chooses a sample through the URL, and keeps the choices of the other cards. */
export function SamplePicker({ endpoint, samples }: { endpoint: string; samples: PostableSample[] }) {
  const [query] = useSearchParams();
  const others = ["lead", "call", "echo"].filter((name) => name !== endpoint && query.has(name));
  return (
    <Form action={`#${endpoint}`} className="mb-3 flex items-end gap-2" preventScrollReset>
      {others.map((name) => (
        <input key={name} type="hidden" name={name} value={query.get(name) ?? ""} />
      ))}
      <Select
        label="Sample"
        name={endpoint}
        defaultValue={query.get(endpoint) ?? undefined}
        className="grow"
        key={query.get(endpoint)}
      >
        {samples.map((sample) => (
          <option key={sample.name} value={sample.name}>
            {sample.title}
          </option>
        ))}
      </Select>
      <Button>Load</Button>
    </Form>
  );
}
