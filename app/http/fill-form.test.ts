import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { fillForm } from "#app/http/fill-form.server.ts";

type Fields = [string, string][];
const page = "/admin/super/calls/1?back=a%26b";
const fill = (element: Parameters<typeof renderToString>[0], to: string, fields: Fields) =>
  fillForm(renderToString(element), { to, page, fields });

const note = (...children: Parameters<typeof h>[2][]) =>
  h(
    "form",
    { method: "post", action: "/admin/super/notes" },
    h("input", { type: "hidden", name: "id", value: "1" }),
    ...children,
  );
const noteText = h("textarea", { name: "text", defaultValue: "" });

test("a text comes back in its box, with every sign as it was typed, and the box has the focus", () => {
  const typed = 'He said: "<b>5 > 3 & more</b>"\nsecond line $& $1';
  const html = fill(note(noteText), "/admin/super/notes", [
    ["id", "1"],
    ["text", typed],
  ]);
  assert.match(html ?? "", /<form [^>]*id="kept-form"/);
  assert.match(html ?? "", /<textarea [^>]*autofocus=""[^>]*>\nHe said: &quot;&lt;b&gt;5 &gt; 3 &amp; more/);
  assert.ok(html?.includes("second line $&amp; $1</textarea>"));
});

test("boxes, choices and inputs are as they were sent, also those that were emptied", () => {
  const form = h(
    "form",
    { method: "post", action: page },
    h("input", { name: "name", defaultValue: "Old", maxLength: 9 }),
    h("input", { name: "also" }),
    h("input", { type: "checkbox", name: "campaigns", value: "A", defaultChecked: true }),
    h("input", { type: "checkbox", name: "campaigns", value: "B" }),
    h("input", { type: "checkbox", name: "sure" }),
    h("input", { type: "password", name: "secret" }),
    h(
      "select",
      { name: "role", defaultValue: "viewer" },
      h("option", { value: "viewer" }, "V"),
      h("option", null, "a & b"),
    ),
    h("button", { type: "submit", name: "intent", value: "go" }, "Go"),
  );
  const fields: Fields = [
    ["name", "New"],
    ["also", ""],
    ["campaigns", "B"],
    ["sure", "on"],
    ["role", "a & b"],
    ["intent", "go"],
  ];
  const html = fill(form, page, fields) ?? "";
  assert.match(html, /<input name="name" maxlength="9" value="New"/);
  assert.doesNotMatch(html, /value="A"[^>]* checked=""/);
  assert.match(html, /value="B"[^>]* checked=""/);
  assert.match(html, /name="sure"[^>]* checked=""/);
  assert.match(html, /<option selected="" data-kept="yes">a &amp; b/);
  assert.match(html, /<option value="viewer" data-kept="no">/);
  assert.match(html, /<input type="password" name="secret"\/>/);
});

test("of several forms the one is filled in that was sent, and the folds around it are open", () => {
  const rows = ["7", "8"].map((id) =>
    h(
      "form",
      { key: id, method: "post", action: "?" },
      h("input", { type: "hidden", name: "id", value: id }),
      h("input", { name: "why" }),
    ),
  );
  const html =
    fill(h("div", null, rows[0], h("details", null, h("summary", null, "More"), rows[1])), "/admin/super/calls/1?", [
      ["id", "8"],
      ["why", "x"],
    ]) ?? "";
  assert.match(html, /<details open="">.*id="kept-form".*value="x"/s);
});

test("where the page has no form that takes all that was sent, nothing is filled in", () => {
  const sent: Fields = [
    ["id", "1"],
    ["text", "x"],
  ];
  assert.equal(fill(note(), "/admin/super/notes", sent), null);
  assert.equal(fill(note(noteText), "/admin/super/views", sent), null);
  assert.equal(
    fill(note(noteText, h("button", { type: "submit", name: "intent", value: "add" })), "/admin/super/notes", [
      ...sent,
      ["intent", "delete"],
    ]),
    null,
  );
  const other = [["id", "2"], ...sent.slice(1)] as Fields;
  assert.equal(fill(note(noteText), "/admin/super/notes", other), null, "it is about another row");
  const choice = h("select", { name: "text" }, h("option", { value: "y" }));
  assert.equal(fill(note(choice), "/admin/super/notes", sent), null);
  assert.notEqual(
    fill(note(), "/admin/super/notes", [
      ["id", "1"],
      ["text", " "],
    ]),
    null,
  );
});
