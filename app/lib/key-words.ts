const KINDS: Record<string, string> = { lead: "Lead id", phone: "Phone", email: "E-mail address", name: "name" };

/** A key of a lead, such as "phone:5550123 name:ann", in words: "Phone 5550123 with the name ann". */
export function keyWords(key: string): string {
  const [, kind = "", value = ""] = /^([a-z]+):(.*)$/s.exec(key) ?? [];
  const [, alone = value, withKind, more] = /^(\S+) (email|name):(.*)$/s.exec(value) ?? [];
  if (!(kind in KINDS)) return kind === "call" ? "A call" : "Its content";
  const what = withKind === "email" ? "e-mail address" : "name";
  return `${KINDS[kind]} ${alone}${withKind === undefined ? "" : ` with the ${what} ${more}`}`;
}
