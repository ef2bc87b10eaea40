// Where a code goes in the tree, and what is said of it before. Run by `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { moved, placeFor, stepFor, toldOf } from "../../workbench/app/parts/codetree.mjs";

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

test("a move is drawn as the study will have it, with what is below the code", () => {
  const depths = { a: 0, b: 1, c: 2, d: 1, e: 0 };
  const deep = rows.map((row) => ({ ...row, depth: depths[row.key] }));
  const told = (act) => moved(deep, act).map((row) => `${row.key}${row.depth}${row.parent ?? ""}`).join(" ");
  assert.equal(told({ code: "b", parent: "a", before: null }), "a0 d1a b1a c2b e0");
  assert.equal(told({ code: "b", parent: "e", before: null }), "a0 d1a e0 b1e c2b");
  assert.equal(told({ code: "b", parent: null, before: "a" }), "b0 c1b a0 d1a e0");
  assert.equal(told({ code: "e", parent: "a", before: "d" }), "a0 b1a c2b e1a d1a");
  const up = moved(deep, stepFor(deep, "d", "ArrowUp"));
  const out = moved(up, stepFor(up, "d", "ArrowLeft"));
  assert.deepEqual(out.map((row) => row.key), ["a", "b", "c", "d", "e"]);
  assert.equal(out[3].depth, 0);
});
