import type { AgentFigures } from "#app/db/agent-figures.server.ts";
import { ENOUGH_TO_COMPARE } from "#app/ui/conversion-rate.tsx";

/** The orders that may be asked for, beside "most calls", which is how they come. */
export const agentOrders = [
  ["talk", "Most talk time"],
  ["conversion", "Conversion"],
  ["name", "Name"],
] as const;

/** A small sample has no place in a ranking: it comes after all others. */
const rank = ({ sale_count, reached_count }: AgentFigures) =>
  reached_count < ENOUGH_TO_COMPARE ? -1 : sale_count / reached_count;

const nameOf = ({ name, agent_id }: AgentFigures) => (name ?? agent_id ?? "").toLowerCase();

const comparisons: Record<string, (a: AgentFigures, b: AgentFigures) => number> = {
  talk: (a, b) => b.seconds - a.seconds,
  conversion: (a, b) => rank(b) - rank(a),
  name: (a, b) => (nameOf(a) < nameOf(b) ? -1 : 1),
};

/** The agents in the order of that name; an unknown one leaves them as they are. */
export function inOrder(agents: AgentFigures[], order: string | null): AgentFigures[] {
  return agents.toSorted(comparisons[order ?? ""] ?? (() => 0));
}
