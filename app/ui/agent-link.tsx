import { TextLink } from "#app/ui/text-link.tsx";

/** An agent's name, linked to their page. */
export function AgentLink({ id, name }: { id: number | null; name: string | null }) {
  if (id === null) return name;
  return <TextLink to={`/admin/super/agents/${id}`}>{name ?? `Agent #${id}`}</TextLink>;
}
