import type { AgentFigures } from "#app/db/agents/agent-figures.server.ts";
import { ENOUGH_TO_COMPARE } from "#app/ui/conversion-rate.tsx";

/** The orders besides "most sales". */
export const agentOrders = [
  ["calls", "Most calls"],
  ["talk", "Most talk time"],
  ["conversion", "Conversion"],
  ["name", "Name"],
] as const;

/** A small sample is not ranked: it comes last. */
const rank = ({ sale_count, reached_count }: AgentFigures) =>
  reached_count < ENOUGH_TO_COMPARE ? -1 : sale_count / reached_count;

const nameOf = ({ name, agent_id }: AgentFigures) => (name ?? agent_id ?? "").toLowerCase();

const comparisons: Record<string, (a: AgentFigures, b: AgentFigures) => number> = {
  sales: (a, b) => b.sale_count - a.sale_count,
  calls: (a, b) => b.call_count - a.call_count,
  talk: (a, b) => b.seconds - a.seconds,
  conversion: (a, b) => rank(b) - rank(a),
  name: (a, b) => (nameOf(a) < nameOf(b) ? -1 : 1),
};

/** The agents in the named order, else those with the most sales first. */
export function inOrder<Agent extends AgentFigures>(agents: Agent[], order: string | null): Agent[] {
  return agents.toSorted(comparisons[order ?? ""] ?? comparisons.sales);
}
