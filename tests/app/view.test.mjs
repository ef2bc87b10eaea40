// The pure parts of the coding view: offsets, pieces, finding codes. Run by `node --test`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const source = await readFile(new URL("../../workbench/app/coding/view.js", import.meta.url), "utf-8");
const { toPoints, toUnits, pieces, matching } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test("code points and UTF-16 units are told apart", () => {
  const text = "a😀é𝒳b";
  assert.deepEqual([0, 1, 3, 4].map((units) => toPoints(text, units)), [0, 1, 2, 3]);
  for (let points = 0; points <= Array.from(text).length; points++) assert.equal(toPoints(text, toUnits(text, points)), points);
  assert.equal(text.slice(toUnits(text, 1), toUnits(text, 2)), "😀");
});

test("overlapping codings cut the text into pieces that together are the text", () => {
  const a = { id: "a", from: 0, to: 5 };
  const b = { id: "b", from: 3, to: 8 };
  const found = pieces("0123456789", [a, b]);
  assert.deepEqual(found.map((p) => [p.from, p.to, p.codings.map((c) => c.id).join("")]),
    [[0, 3, "a"], [3, 5, "ab"], [5, 8, "b"], [8, 10, ""]]);
  assert.deepEqual(pieces("", []), []);
});

test("what begins with the typed letters comes first, then words in it, then definitions", () => {
  const codes = ["re-uploads", "selling and contracts", "credit", "being seen"].map((name) => ({ name, description: "" }));
  codes.push({ name: "other", description: "About contracts" });
  assert.deepEqual(matching(codes, "c").map((c) => c.name).slice(0, 2), ["credit", "selling and contracts"]);
  assert.deepEqual(matching(codes, "contracts").map((c) => c.name), ["selling and contracts", "other"]);
  assert.equal(matching(codes, "").length, 5);
  assert.deepEqual(matching(codes, "zzz"), []);
});
