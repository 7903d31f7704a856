// The account that the simulator plays: an insurance call centre on the West Coast. All of it is fiction.

export const ACCOUNT_ID = 1001;

export type Agent = { id: string; name: string; email: string };

const agentNames = [
  ["310417", "Marisol Vega"],
  ["310422", "Dwayne Whitfield"],
  ["310431", "Priya Raman"],
  ["310438", "Tomasz Zielinski"],
  ["310440", "Aaliyah Brooks"],
  ["310452", "Connor O'Malley"],
  ["310459", "Lucía Fernández"],
  ["310463", "Kenji Watanabe"],
  ["310471", "Grace Adeyemi"],
  ["310476", "Mateo Rossi"],
  ["310488", "Hannah Lindqvist"],
  ["310495", "Samuel Ortega"],
] as const;

function mailbox(name: string): string {
  const plain = name.normalize("NFD").replace(/[^A-Za-z ]/g, "");
  return `${plain.toLowerCase().replace(" ", ".")}@callcentre.example`;
}

export const agents: readonly Agent[] = agentNames.map(([id, name]) => ({ id, name, email: mailbox(name) }));

/** Who "takes" the calls that no person took. */
export const systemUser: Agent = { id: "666666", name: "System User", email: "" };

export type Campaign = {
  id: string;
  name: string;
  weight: number;
  lists: readonly { id: string; name: string }[];
  queue: { id: string; name: string };
};

export const campaigns: readonly Campaign[] = [
  {
    id: "2041",
    name: "Medicare Advantage Q4",
    weight: 5,
    lists: [
      { id: "30118", name: "AEP Web Leads" },
      { id: "30119", name: "AEP Aged 90+" },
    ],
    queue: { id: "711", name: "Medicare Closers" },
  },
  {
    id: "2044",
    name: "Final Expense",
    weight: 3,
    lists: [{ id: "30127", name: "FEX Direct Mail" }],
    queue: { id: "714", name: "FEX Closers" },
  },
  {
    id: "2052",
    name: "ACA Open Enrollment",
    weight: 3,
    lists: [
      { id: "30140", name: "ACA Facebook" },
      { id: "30142", name: "ACA Search" },
    ],
    queue: { id: "720", name: "ACA Verifiers" },
  },
  {
    id: "2060",
    name: "Auto Warranty Renewals",
    weight: 1,
    lists: [{ id: "30155", name: "Expiring Warranties" }],
    queue: { id: "731", name: "Renewals" },
  },
];

export type Disposition = {
  code: string;
  name: string;
  weight: number;
  seconds: readonly [number, number];
  /** How likely such a call is to be recorded. */
  recorded: number;
  isSystem?: boolean;
  isFinal?: boolean;
  termReason: string;
  /** What the agent sometimes corrects it to later. */
  becomes?: string;
  comments?: readonly string[];
};

/** Weights and lengths as dialers know them: most dials reach a machine or nobody, and few calls sell. */
export const dispositions: readonly Disposition[] = [
  {
    code: "A",
    name: "Answering Machine",
    weight: 26,
    seconds: [0, 24],
    recorded: 0,
    isSystem: true,
    termReason: "SYSTEM",
  },
  { code: "NA", name: "No Answer", weight: 14, seconds: [0, 0], recorded: 0, isSystem: true, termReason: "SYSTEM" },
  { code: "B", name: "Busy", weight: 3, seconds: [0, 0], recorded: 0, isSystem: true, termReason: "SYSTEM" },
  {
    code: "XDROP",
    name: "Abandoned in Queue",
    weight: 4,
    seconds: [4, 38],
    recorded: 0,
    isSystem: true,
    termReason: "",
  },
  { code: "HU", name: "Hang Up", weight: 14, seconds: [3, 32], recorded: 0.8, termReason: "CALLER", becomes: "NI" },
  {
    code: "NI",
    name: "Not Interested",
    weight: 13,
    seconds: [18, 170],
    recorded: 1,
    isFinal: true,
    termReason: "CALLER",
    becomes: "CB",
    comments: ["Happy with current plan", "Spouse handles this", ""],
  },
  {
    code: "CB",
    name: "Call Back",
    weight: 9,
    seconds: [35, 260],
    recorded: 1,
    termReason: "AGENT",
    becomes: "SALE",
    comments: ["Call after 5 pm", "Wants daughter on the line", "Asked for Monday morning"],
  },
  { code: "NQ", name: "Not Qualified", weight: 6, seconds: [60, 310], recorded: 1, isFinal: true, termReason: "AGENT" },
  { code: "WN", name: "Wrong Number", weight: 3, seconds: [6, 30], recorded: 0.9, isFinal: true, termReason: "CALLER" },
  { code: "DNC", name: "Do Not Call", weight: 3, seconds: [8, 55], recorded: 1, isFinal: true, termReason: "CALLER" },
  { code: "XFER", name: "Transferred to Closer", weight: 3, seconds: [120, 420], recorded: 1, termReason: "AGENT" },
  {
    code: "SALE",
    name: "Sale",
    weight: 5,
    seconds: [410, 1620],
    recorded: 1,
    isFinal: true,
    termReason: "AGENT",
    becomes: "NQ",
    comments: ["Policy issued, recording disclosed", "Two policies, couple", "Verified with carrier"],
  },
];
