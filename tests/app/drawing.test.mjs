// What is drawn: unions, columns of stripes, lanes of underlines, disagreements, borders that move. Run by `node --test`.
import assert from "node:assert/strict";
import test from "node:test";
import { overTurns, resized, stepped, turnAt } from "../../workbench/app/coding/choice.mjs";
import { inVivo, makeable, matching } from "../../workbench/app/coding/codes.mjs";
import { hits } from "../../workbench/app/coding/find.mjs";
import { COMMANDS, Keys, pressed } from "../../workbench/app/coding/keys.mjs";
import { destination } from "../../workbench/app/coding/places.mjs";
import { spoken } from "../../workbench/app/coding/play.mjs";
import { columns, disputed, lanes } from "../../workbench/app/coding/stripes.mjs";
import { toPoints, toUnits } from "../../workbench/app/coding/text.mjs";
import { foreseen, union } from "../../workbench/app/coding/union.mjs";

const coding = (id, start, end, code = "x", coder = "Ana", layer = "independent") => ({ id, start, end, code, coder, layer });
const places = (codings) => codings.map((one) => [one.id, one.code, one.start, one.end, one.state ?? "saved"]);
const add = (id, start, end, ...names) => ({ id, do: "add", start, end, coder: "Ana", codes: names.map((name) => ({ name })) });

test("the union takes in all that overlap, and all that overlap those; what touches stays apart", () => {
  const others = [coding("a", 0, 5), coding("b", 7, 9), coding("c", 9, 12), coding("d", 4, 6)];
  const { start, end, joined } = union({ start: 5, end: 8 }, others);
  assert.deepEqual([start, end, joined.map((one) => one.id).sort()], [0, 9, ["a", "b", "d"]]);
  assert.deepEqual(union({ start: 12, end: 13 }, others).joined, []);
});

test("acts on their way are drawn as the study will have them", () => {
  const stored = [coding("a", 0, 5), coding("b", 4, 6, "y"), coding("c", 0, 9, "x", "Ben")];
  assert.deepEqual(places(foreseen(stored, [add("1", 3, 8, "x", "y")])),
    [["a", "x", 0, 8, "unsaved"], ["c", "x", 0, 9, "saved"], ["b", "y", 3, 8, "unsaved"]]);
  assert.deepEqual(places(foreseen(stored, [add("1", 1, 3, "x")])), places(stored.toSorted((a, b) => a.start - b.start || a.end - b.end)));
  assert.deepEqual(places(foreseen([], [add("1", 0, 4, "x", "z"), { do: "remove", coding: "1" }])), [["1/1", "z", 0, 4, "unsaved"]]);
  assert.deepEqual(places(foreseen(stored, [{ do: "edit", coding: "b", code: "x", coder: "Ana" }])).map((one) => one.slice(0, 4)), [["b", "x", 0, 6], ["c", "x", 0, 9]]);
  assert.deepEqual(places(foreseen(stored, [{ do: "edit", coding: "gone", end: 3 }])).length, 3);
});

test("codes that meet in a turn have columns of their own, and keep them", () => {
  const here = [[coding("1", 0, 1, "a"), coding("2", 0, 1, "b")], [coding("3", 0, 1, "c")], []];
  const first = columns(here);
  assert.deepEqual([...first], [["a", 0], ["b", 1], ["c", 0]]);
  here[1].push(coding("4", 0, 1, "a"));
  const then = columns(here, first);
  assert.equal(then.get("a"), 0);
  assert.notEqual(then.get("a"), then.get("c"));
  assert.notEqual(then.get("a"), then.get("b"));
  assert.deepEqual([...columns([])], []);
});

test("underlines that overlap, however deep, lie in lanes of their own along their whole length", () => {
  const stretches = [{ from: 0, to: 9 }, { from: 1, to: 4 }, { from: 2, to: 8 }, { from: 3, to: 5 }, { from: 4, to: 6 }];
  const found = lanes(stretches);
  assert.deepEqual(stretches.map((one) => found.get(one)), [0, 1, 2, 3, 1]);
  for (const a of stretches) for (const b of stretches) if (a !== b && a.from < b.to && b.from < a.to) assert.notEqual(found.get(a), found.get(b));
});

test("a coding that not all who are shown gave is in dispute; agreed ones are not compared", () => {
  const codings = [coding("1", 0, 5, "x"), coding("2", 4, 8, "x", "Ben"), coding("3", 0, 5, "y"), coding("4", 0, 5, "z", "Cy", "agreed")];
  assert.deepEqual([...disputed(codings, ["Ana", "Ben"])], [["3", ["Ana"]]]);
  assert.deepEqual([...disputed(codings, ["Ana"])], []);
  assert.deepEqual([...disputed(codings, ["Ana", "Ben", "Cy"]).keys()], ["1", "2", "3"]);
});

const turn = (index, start, text) => ({ index, start, text, end: start + toPoints(text, text.length), units: (place) => toUnits(text, place - start) });
const talk = [turn(0, 3, "One 😀 two."), turn(1, 20, "שלום עולם טוב"), turn(2, 40, "e\u0301clair after")];

test("borders move by words, over turns, through emoji, from right to left and with combining marks", () => {
  assert.equal(turnAt(talk, 25).index, 1);
  const word = stepped(talk[0], null, "word", 1);
  assert.deepEqual(word, { start: 3, end: 6 });
  let chosen = word;
  const ends = [];
  for (let i = 0; i < 6; i += 1) { chosen = resized(talk, chosen, "end", 1); ends.push(chosen.end); }
  assert.deepEqual(ends, [12, 13, 24, 29, 33, 47]);
  assert.deepEqual(resized(talk, { start: 3, end: 24 }, "end", -1), { start: 3, end: 12 });
  assert.deepEqual(resized(talk, { start: 20, end: 29 }, "start", 1), { start: 25, end: 29 });
  assert.deepEqual(resized(talk, { start: 20, end: 24 }, "start", -1), { start: 9, end: 24 });
  assert.deepEqual(resized(talk, word, "end", -1), word);
  assert.deepEqual(overTurns(talk, talk[0], null, 1), { start: 3, end: 13 });
  assert.deepEqual(overTurns(talk, talk[0], { start: 3, end: 13 }, 1), { start: 3, end: 33 });
  assert.deepEqual(overTurns(talk, talk[0], { start: 3, end: 33 }, -1), { start: 3, end: 13 });
});

test("other names are found, and new codes are made under a parent", () => {
  const codes = [{ name: "rules", aliases: ["norms of conduct"] }, { name: "normal days" }];
  assert.deepEqual(matching(codes, "norm").map((code) => code.name), ["normal days", "rules"]);
  assert.deepEqual(matching(codes, "conduct").map((code) => code.name), ["rules"]);
  assert.deepEqual(makeable(codes, "rules/ of  play"), [{ name: "of play", parent: "rules", newParent: false, fresh: true }, { name: "rules/ of play", fresh: true }]);
  assert.deepEqual(makeable(codes, "a/b")[0], { name: "b", parent: "a", newParent: true, fresh: true });
  assert.deepEqual(makeable(codes, "Rules"), []);
  assert.deepEqual(makeable(codes, "x/rules")[0], codes[0]);
  assert.equal(inVivo("  The fence\nwas broken "), "The fence was broken");
  assert.equal(inVivo("so many words that a name cannot reasonably hold all of them here", 30), "so many words that a name …");
});

test("hits are found whatever the case, and as they stand", () => {
  assert.deepEqual(hits(["Ana (A) asks.", "ana  (a)"], "ana (A)"), [{ turn: 0, from: 0, to: 7 }, { turn: 1, from: 0, to: 8 }]);
  assert.deepEqual(hits(["İstanbul, 😀 Ankara"], "ankara"), [{ turn: 0, from: 13, to: 19 }]);
  assert.deepEqual(hits(["a"], "  "), []);
});

test("a turn and a time lead to a turn", () => {
  const turns = [{ at: 0 }, { at: null }, { at: 65 }, { at: 3700 }];
  assert.deepEqual(["2", "turn 4", "99", "1:05", "0:59", "1:01:40", "9:99:99"].map((typed) => destination(turns, typed)), [1, 3, 3, 2, 0, 3, 3]);
  assert.deepEqual([destination(turns, "soon"), destination([{ at: null }], "1:00"), destination([], "1")], [null, null, null]);
  assert.equal(spoken(turns, 70), turns[2]);
  assert.equal(spoken([{ at: 5 }], 1), null);
});

test("every command has a key of its own, and may have another", () => {
  const keys = new Keys();
  assert.equal(new Set(COMMANDS.map(([name]) => keys.key(name))).size, COMMANDS.length);
  for (const [name] of COMMANDS) assert.equal(keys.refusal(name, keys.key(name)), null);
  const press = (key, held = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  assert.equal(pressed(press("N", { shiftKey: true })), "N");
  assert.equal(pressed(press("ArrowRight", { shiftKey: true, ctrlKey: true })), "Ctrl+Shift+→");
  assert.equal(pressed(press("Shift")), null);
  keys.own = { again: "r" };
  assert.deepEqual([keys.command(press("r")), keys.command(press("."))], ["again", null]);
  assert.match(keys.refusal("vivo", "r"), /taken/);
  assert.match(keys.refusal("vivo", "3"), /Digits/);
  assert.match(keys.refusal("vivo", "Enter"), /meaning/);
});
