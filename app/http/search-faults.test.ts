import assert from "node:assert/strict";
import { test } from "node:test";
import { partFaults } from "#app/http/search-faults.server.ts";

const faults = (field: string, value: string) => partFaults([{ field, operator: ":", value, isNot: false }]).length;

test("a viewer cannot ask for a part of a number by any asterisk, nor in the digits of any script", () => {
  for (const value of ["213*", "213＊", "٢١٣*", "a@*", "ann＠＊"]) assert.equal(faults("campaign", value), 1, value);
  for (const value of ["Solar*", "213", "Ann@example.com"]) assert.equal(faults("campaign", value), 0, value);
});
