import type { FieldReader } from "#app/convoso/field-reader.server.ts";

/** Who took the call. Known by id, by name, or both; ids of Convoso's own system users (666666 …) stay. */
export type AgentFields = { agentId: string | null; name: string | null; email: string | null };

/** Without the blanks that a form or a database doubles: an agent without an id is known by the name alone. */
const nameIn = (reader: FieldReader, field: "agentName" | "ownerName") =>
  reader.text(field)?.replace(/\s+/g, " ") ?? null;

/**
 * Reads the agent. Id and name are only paired when they speak of the same person: an owner's name beside another user's
 * id would rename that user for good.
 */
export function readAgent(reader: FieldReader): AgentFields | null {
  if (reader.has("agentId", "agentName")) {
    const agent = {
      agentId: reader.text("agentId"),
      name: nameIn(reader, "agentName"),
      email: reader.text("agentEmail"),
    };
    if (agent.agentId !== null || agent.name !== null) return agent;
  }
  if (reader.has("ownerId", "ownerName")) {
    const owner = { agentId: reader.text("ownerId"), name: nameIn(reader, "ownerName"), email: null };
    if (owner.agentId !== null || owner.name !== null) return owner;
  }
  const agentId = reader.text("originatingAgentId");
  return agentId === null ? null : { agentId, name: null, email: null };
}
