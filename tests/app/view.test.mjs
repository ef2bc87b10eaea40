// The pure parts of the coding view: offsets, pieces, finding codes, the outbox. Run by `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { branch, matching, withDepth } from "../../workbench/app/coding/codes.mjs";
import { isSameText, Known } from "../../workbench/app/coding/known.mjs";
import { Outbox } from "../../workbench/app/coding/outbox.mjs";
import { pieces, placed, sentences, shortened, snapped, toPoints, toUnits, words } from "../../workbench/app/coding/text.mjs";

const cut = (text, stretch) => stretch && text.slice(stretch.from, stretch.to);

test("code points and UTF-16 units are told apart", () => {
  const text = "a😀é𝒳b";
  assert.deepEqual([0, 1, 3, 4].map((units) => toPoints(text, units)), [0, 1, 2, 3]);
  for (let points = 0; points <= Array.from(text).length; points++) assert.equal(toPoints(text, toUnits(text, points)), points);
  assert.equal(text.slice(toUnits(text, 1), toUnits(text, 2)), "😀");
  assert.deepEqual([toPoints("plain", 99), toUnits("plain", 3)], [5, 3]);
});

test("a stretch is widened to whole graphemes and loses white space at its ends", () => {
  const text = " 👩‍🌾 sows e\u0301clairs ";
  assert.equal(cut(text, snapped(text, 2, 4)), "👩‍🌾");
  assert.equal(cut(text, snapped(text, 0, text.length)), text.trim());
  const accent = text.indexOf("\u0301");
  assert.equal(cut(text, snapped(text, accent, accent + 1)), "e\u0301");
  assert.equal(snapped("   ", 0, 3), null);
  assert.equal(snapped("abc", 3, 3), null);
});

test("words and sentences of a turn, also from right to left", () => {
  const text = "Nobody asked me. So I water it!";
  assert.deepEqual(sentences(text).map((one) => cut(text, one)), ["Nobody asked me.", "So I water it!"]);
  assert.deepEqual(words(text).slice(0, 3).map((one) => cut(text, one)), ["Nobody", "asked", "me"]);
  const arabic = "لا أحد سألني.";
  assert.equal(words(arabic).length, 3);
  assert.deepEqual(sentences(""), []);
});

test("long words are said by how they begin and end", () => {
  assert.equal(shortened("short"), "short");
  assert.equal(shortened("one two three four five six", 18), "one two … five six");
});

test("overlapping codings cut the text into pieces that together are the text", () => {
  const a = { id: "a", from: 0, to: 5 };
  const b = { id: "b", from: 3, to: 8 };
  const found = pieces("0123456789", [a, b]);
  assert.deepEqual(found.map((p) => [p.from, p.to, p.codings.map((c) => c.id).join("")]),
    [[0, 3, "a"], [3, 5, "ab"], [5, 8, "b"], [8, 10, ""]]);
  assert.deepEqual(pieces("", []), []);
});

test("codings are given to the turns that they touch", () => {
  const turns = [{ start: 0, end: 10 }, { start: 13, end: 20 }, { start: 23, end: 30 }];
  const [within, across, label] = [{ start: 2, end: 10 }, { start: 5, end: 25 }, { start: 10, end: 13 }];
  assert.deepEqual(placed(turns, [within, across, label]), [[within, across], [across], [across]]);
  assert.deepEqual(placed([], [within]), []);
});

test("what begins with the typed letters comes first, then words in it, then definitions", () => {
  const codes = ["re-uploads", "selling and contracts", "credit", "being seen"].map((name) => ({ name, description: "" }));
  codes.push({ name: "other", description: "About contracts" });
  assert.deepEqual(matching(codes, "c").map((c) => c.name).slice(0, 2), ["credit", "selling and contracts"]);
  assert.deepEqual(matching(codes, "contracts").map((c) => c.name), ["selling and contracts", "other"]);
  assert.deepEqual(matching(codes, "sel con").map((c) => c.name), ["selling and contracts"]);
  assert.equal(matching(codes, "").length, 5);
  assert.deepEqual(matching(codes, "zzz"), []);
});

test("the tree of codes knows how deep each stands and what stands below", () => {
  const codes = [["a", null], ["b", "a"], ["c", "b"], ["d", null]].map(([name, parent]) => ({ name, parent }));
  assert.deepEqual(withDepth(codes).map((code) => code.depth), [0, 1, 2, 0]);
  assert.deepEqual([...branch(codes, "b")], ["b", "c"]);
});

const memory = (kept = {}) => ({ kept, getItem: (key) => kept[key] ?? null, setItem: (key, value) => { kept[key] = value; } });

test("an act waits until it is answered, and outlives a reload unless it is an undo", () => {
  const storage = memory();
  const outbox = new Outbox(storage, "here");
  const [added, undone] = [outbox.add({ do: "add", code: "x" }), outbox.add({ do: "undo" })];
  assert.deepEqual(new Outbox(storage, "here").waiting, [added]);
  assert.deepEqual(outbox.settle([{ id: "another" }]), []);
  assert.deepEqual(outbox.settle([{ id: added.id }, { id: undone.id, refused: "Nothing to undo." }]), [{ do: "undo", refused: "Nothing to undo." }]);
  assert.deepEqual([outbox.waiting, new Outbox(storage, "here").waiting], [[], []]);
});

test("acts that speak of a coding by the act that made it speak of its key once that is known", () => {
  const outbox = new Outbox(memory(), "here");
  const added = outbox.add({ do: "add" });
  outbox.add({ do: "remove", coding: `${added.id}/1` });
  outbox.add({ do: "note", target: added.id });
  outbox.settle([{ id: added.id, made: ["k1", "k2"] }]);
  assert.deepEqual(outbox.waiting.map((act) => act.coding ?? act.target), ["k2", "k1"]);
  assert.equal(outbox.add({ do: "edit", coding: added.id }).coding, "k1");
});

test("a storage that fails or holds nonsense stops nobody", () => {
  const full = { getItem: () => "{nonsense", setItem: () => { throw new Error("full"); } };
  const outbox = new Outbox(full, "here");
  outbox.add({ do: "add" });
  assert.equal(outbox.waiting.length, 1);
});

test("messages build on the state that they begin at, whatever came between", () => {
  const known = new Known();
  const message = (since, at, put, gone = [], parts = {}) => ({ since, at, put: put.map((id) => ({ id })), gone, parts });
  const ids = (state) => [...state.codings.keys()].sort().join("");
  assert.equal(ids(known.take(message(null, 1, ["a", "b"], [], { codes: ["x"] }))), "ab");
  assert.equal(ids(known.take(message(1, 2, ["c"], ["a"], { codes: ["y"] }))), "bc");
  const third = known.take(message(1, 3, [], ["b"]));
  assert.deepEqual([ids(third), third.parts.codes], ["a", ["x"]]);
  assert.equal(known.take(message(1, 2, ["c"])), "old");
  assert.equal(known.take(message(9, 10, [])), "lost");
  assert.equal(ids(known.take(message(null, 1, ["z"]))), "z");
  assert.equal(known.at, 1);
  assert.deepEqual([isSameText([{ text: "a" }], [{ text: "a" }]), isSameText([{ text: "a" }], undefined), isSameText([], [{}])], [true, false, false]);
});
