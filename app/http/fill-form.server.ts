import { decodeHTML } from "entities/decode";
import { escapeUTF8 } from "entities/escape";
import type { SentForm } from "#app/features/auth/keep-form.server.ts";
import { KEPT_FORM_ID, KEPT_VALUE } from "#app/lib/kept-form.ts";

type Attributes = Record<string, string>;
/** A tag and its place in the page. */
type Tag = { name: string; at: number; end: number; attributes: Attributes; isEmpty: boolean };
/** `close`: where the closing tag begins. `text`: what stands between. `select`: whose option it is. */
type Control = Tag & { close?: number; text?: string; select?: Tag };
type Form = Tag & { folds: Tag[]; controls: Control[] };
type Edit = { at: number; end: number; text: string };

/** As React writes them: attributes in double quotes, with `>` as an entity. */
const TAG = /<(\/?)(details|form|input|textarea|select|option|button)\b([^>]*)>/g;
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g;

/**
 * A page as React wrote it with the form filled in that was kept, open where it is folded, and with the focus in it.
 * @returns null where the page has no form that takes all of it
 */
export function fillForm(html: string, { to, page, fields }: Pick<SentForm, "to" | "page" | "fields">): string | null {
  const address = addressOf(to, page);
  const fitting = listForms(html)
    .filter(({ attributes: { method, action = "" } }) => method === "post" && addressOf(action, page) === address)
    .map((form) => ({ form, fit: fitOf(form, fields) }))
    .filter(({ fit }) => fit !== null)
    .sort((one, other) => Number(other.fit) - Number(one.fit));
  const form = fitting[0]?.form;
  if (!form) return null;
  const edits = [...fillControls(form, fields), ...form.folds.map((tag) => withAttributes(tag, { open: "" }))];
  edits.push(withAttributes(form, { id: KEPT_FORM_ID }));
  return edits
    .sort((one, other) => other.at - one.at)
    .reduce((text, { at, end, text: written }) => text.slice(0, at) + written + text.slice(end), html);
}

function addressOf(path: string, page: string): string {
  const { pathname, search } = new URL(path, `http://portal${page}`);
  return pathname + search;
}

/** The forms of a page, each with its controls and the folds that it is in. */
function listForms(html: string): Form[] {
  const forms: Form[] = [];
  const folds: Tag[] = [];
  let form: Form | undefined;
  let control: Control | undefined;
  let select: Tag | undefined;
  for (const { 0: whole, 1: slash, 2: name = "", 3: written = "", index } of html.matchAll(TAG)) {
    const [at, end] = [index, index + whole.length];
    const tag = { name, at, end, attributes: readAttributes(written), isEmpty: written.endsWith("/") };
    if (slash) {
      if (name === "details") folds.pop();
      if (name === "form") form = undefined;
      if (name === "select") select = undefined;
      if (control?.name === name) Object.assign(control, { close: at, text: decodeHTML(html.slice(control.end, at)) });
    } else if (name === "details") folds.push(tag);
    else if (name === "form") {
      form = { ...tag, folds: [...folds], controls: [] };
      forms.push(form);
    } else {
      if (name === "select") select = tag;
      control = { ...tag, ...(name === "option" && select && { select }) };
      form?.controls.push(control);
    }
  }
  return forms;
}

function readAttributes(written: string): Attributes {
  const pairs = [...written.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [
    name.toLowerCase(),
    decodeHTML(value),
  ]);
  return Object.fromEntries(pairs);
}

const nameOf = (control: Control) => (control.select ?? control).attributes.name;
const isBox = ({ attributes: { type } }: Pick<Tag, "attributes">) => type === "checkbox" || type === "radio";
const isHidden = ({ attributes: { type } }: Tag) => type === "hidden";
/** Sends a value that the page gave it, or nothing. */
const isGiven = (control: Control) =>
  isBox(control) || isHidden(control) || control.name === "option" || control.name === "button";

/** How many of the fields the form would send as they are; null where it has no place for one that says something. */
function fitOf({ controls }: Form, fields: SentForm["fields"]): number | null {
  let fit = 0;
  for (const [name, value] of fields) {
    const named = controls.filter((control) => nameOf(control) === name && control.name !== "select");
    const isSame = named.some((control) => sentBy(control) === value);
    if (value.trim() !== "" && !isSame && named.every(isGiven)) return null;
    fit += isSame ? 2 : 1;
  }
  return fit;
}

function sentBy({ name, attributes, text }: Control): string {
  const { value } = attributes;
  if (value !== undefined) return value;
  return name === "option" ? (text ?? "") : isBox({ attributes }) ? "on" : "";
}

/** What has to be written anew, so that each control is as it was sent. Of several texts with one name the first gets the first. */
function fillControls({ controls }: Form, fields: SentForm["fields"]): Edit[] {
  const left = Map.groupBy(fields, ([name]) => name);
  let isFocused = false;
  return controls.flatMap((control): Edit[] => {
    const name = nameOf(control) ?? "";
    if (control.name === "button" || control.name === "select" || isHidden(control)) return [];
    const sent = left.get(name) ?? [];
    if (isGiven(control)) {
      const isChosen = sent.some(([, value]) => value === sentBy(control));
      const attribute = control.name === "option" ? "selected" : "checked";
      return [withAttributes(control, { [attribute]: isChosen ? "" : null, [KEPT_VALUE]: isChosen ? "yes" : "no" })];
    }
    const [, value] = sent.shift() ?? [];
    if (value === undefined) return [];
    const focus: Attributes = isFocused ? {} : { autofocus: "" };
    isFocused = true;
    if (control.name === "input") return [withAttributes(control, { value, [KEPT_VALUE]: value, ...focus })];
    const { at, text } = withAttributes(control, { [KEPT_VALUE]: value, ...focus });
    // A browser drops the first line break of a textarea.
    return [{ at, end: control.close ?? control.end, text: `${text}\n${escapeUTF8(value)}` }];
  });
}

/** The tag with these attributes; null takes one away. */
function withAttributes({ name, at, end, attributes, isEmpty }: Tag, changed: Record<string, string | null>): Edit {
  const all = Object.entries({ ...attributes, ...changed }).filter(([, value]) => value !== null);
  const written = all.map(([attribute, value]) => ` ${attribute}="${escapeUTF8(String(value))}"`).join("");
  return { at, end, text: `<${name}${written}${isEmpty ? "/" : ""}>` };
}
