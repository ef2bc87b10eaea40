// Where a code goes in the tree, and what is said of it before. Run by `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { placeFor, stepFor, toldOf } from "../../workbench/app/parts/codetree.mjs";

const rows = [["a", null], ["b", "a"], ["c", "b"], ["d", "a"], ["e", null]].map(([key, parent]) => ({ key, parent, codings: 2 }));

test("a code is dropped before, into or after another, never into its own branch", () => {
  assert.equal(placeFor(rows, "b", "c", "into"), null);
  assert.equal(placeFor(rows, "b", "b", "before"), null);
  assert.deepEqual(placeFor(rows, "b", "e", "into"), { code: "b", parent: "e", before: null });
  assert.deepEqual(placeFor(rows, "d", "b", "before"), { code: "d", parent: "a", before: "b" });
  assert.deepEqual(placeFor(rows, "e", "b", "after"), { code: "e", parent: "a", before: "d" });
});

test("Alt and an arrow move it by one place, in, or out", () => {
  assert.deepEqual(stepFor(rows, "b", "ArrowDown"), { code: "b", parent: "a", before: null });
  assert.deepEqual(stepFor(rows, "d", "ArrowUp"), { code: "d", parent: "a", before: "b" });
  assert.deepEqual(stepFor(rows, "d", "ArrowRight"), { code: "d", parent: "b", before: null });
  assert.deepEqual(stepFor(rows, "c", "ArrowLeft"), { code: "c", parent: "a", before: "d" });
  assert.equal(stepFor(rows, "b", "ArrowUp"), null);
  assert.equal(stepFor(rows, "a", "ArrowLeft"), null);
});

test("what a move touches is said before it is done", () => {
  assert.equal(toldOf(rows, { code: "b", parent: "e", before: null }), "Moves ‘b’ with 1 code below it under ‘e’; 4 codings stay as they are");
  assert.equal(toldOf(rows, { code: "d", parent: "a", before: "b" }), "Puts ‘d’ before ‘b’");
});
