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
import { foreseen, union } from "../../workbench/app/coding/foreseen.mjs";

const coding = (id, start, end, code = "x", coder = "Ana", layer = "independent") => ({ id, start, end, code, coder, layer });
const places = (codings) => codings.map((one) => [one.id, one.code, one.start, one.end, one.state ?? "saved"]);
const add = (id, start, end, ...names) => ({ id, do: "add", start, end, coder: "Ana", codes: names.map((name) => ({ name })) });

test("the union takes in all that overlap, and all that overlap those; what touches stays apart", () => {
  const others = [coding("a", 0, 5), coding("b", 7, 9), coding("c", 9, 12), coding("d", 4, 6)];
  const { start, end, joined } = union({ start: 5, end: 8 }, others);
  assert.deepEqual([start, end, joined.map((one) => one.id).sort()], [0, 9, ["a", "b", "d"]]);
  assert.deepEqual(union({ start: 12, end: 13 }, others).joined, []);
});

const state = (codings, codes = []) => ({ codings: new Map(codings.map((one) => [one.id, one])), codes, elsewhere: {}, notes: [], desk: { keys: {}, pins: {} } });
const after = (codings, acts) => foreseen(state(codings), acts.map((act) => ({ transcript: "P01", coder: "Ana", ...act })), "P01").codings;

test("acts on their way are drawn as the study will have them", () => {
  const stored = [coding("a", 0, 5), coding("b", 4, 6, "y"), coding("c", 0, 9, "x", "Ben")];
  assert.deepEqual(places(after(stored, [add("1", 3, 8, "x", "y")])),
    [["a", "x", 0, 8, "unsaved"], ["c", "x", 0, 9, "saved"], ["b", "y", 3, 8, "unsaved"]]);
  assert.deepEqual(places(after(stored, [add("1", 1, 3, "x")])), places(stored.toSorted((a, b) => a.start - b.start || a.end - b.end)));
  assert.deepEqual(places(after([], [add("1", 0, 4, "x", "z"), { do: "remove", coding: "1" }])), [["1/1", "z", 0, 4, "unsaved"]]);
  assert.deepEqual(places(after(stored, [{ do: "edit", coding: "b", code: "x" }])).map((one) => one.slice(0, 4)), [["b", "x", 0, 6], ["c", "x", 0, 9]]);
  assert.deepEqual(places(after(stored, [{ do: "edit", coding: "gone", end: 3 }])).length, 3);
  assert.deepEqual(places(after([], [{ ...add("1", 0, 4, "x"), transcript: "P02" }])), []);
});

test("an act that is taken back before it was sent is not drawn, and is drawn again when it is done again", () => {
  const acts = [add("1", 0, 4, "x"), add("2", 5, 9, "x"), { do: "undo" }, { do: "undo" }, { do: "redo" }];
  assert.deepEqual([3, 4, 5].map((n) => after([], acts.slice(0, n)).map((one) => one.id).join()), ["1", "", "1"]);
  assert.deepEqual(places(after([coding("a", 0, 5)], [{ do: "undo" }, { ...add("1", 6, 9, "x"), coder: "Ben" }, { do: "undo" }])).map((one) => one[0]), ["a", "1"]);
});

test("what is done to codes is drawn at once: in their tree, their codings, notes and pins", () => {
  const codes = [["a", null], ["b", "a"], ["c", "b"], ["d", null]].map(([name, parent]) => ({ name, parent, aliases: [], colour: "" }));
  const stored = { ...state([coding("1", 0, 4, "b"), coding("2", 0, 4, "d"), coding("3", 6, 9, "b")], codes), elsewhere: { b: 2, d: 1 },
    notes: [{ id: "n", on: "code", target: "b" }], desk: { keys: {}, pins: { 1: "b", 2: "d" } } };
  const done = (...acts) => foreseen(stored, acts.map((act) => ({ coder: "Ana", transcript: "P01", ...act })), "P01");
  const tree = (next) => next.codes.map((one) => `${one.name}<${one.parent ?? ""}${one.state ? "*" : ""}`).join(" ");

  const renamed = done({ do: "rename code", code: "b", name: "B" });
  assert.equal(tree(renamed), "a< B<a* c<B d<");
  assert.deepEqual([renamed.codings.map((one) => one.code), renamed.elsewhere, renamed.notes[0].target, renamed.desk.pins],
    [["B", "d", "B"], { d: 1, B: 2 }, "B", { 1: "B", 2: "d" }]);
  assert.equal(tree(done({ do: "rename code", code: "b", name: "d" })), tree(done()));
  assert.equal(tree(done({ do: "move code", code: "b", parent: "d" })), "a< d< b<d* c<b");
  assert.equal(tree(done({ do: "move code", code: "b", parent: null })), "a< d< b<* c<b");
  assert.equal(tree(done({ do: "move code", code: "a", parent: "c" })), tree(done()));
  const merged = done({ do: "merge codes", code: "b", into: "d" });
  assert.equal(tree(merged), "a< d<* c<d*");
  assert.deepEqual([merged.codings.map((one) => `${one.id}${one.code}`), merged.elsewhere, merged.codes[1].aliases], [["2d", "3d"], { d: 3 }, ["b"]]);
  assert.equal(tree(done({ do: "merge codes", code: "b", into: "c" })), "a< c<a* d<");
  assert.equal(done({ do: "recolour code", code: "a", colour: "#000000" }).codes[0].colour, "#000000");
  assert.equal(tree(done({ ...add("9", 0, 1), codes: [{ name: "y", parent: "x", fresh: true }] })), "a< b<a c<b d< x<* y<x*");
  const noted = done({ id: "m", do: "note", on: "transcript", target: "P01", text: "Loud.", at: 3 }, { do: "edit note", memo: "n", text: "" });
  assert.deepEqual(noted.notes.map((note) => [note.id, note.text, note.at, note.state]), [["m", "Loud.", 3, "unsaved"]]);
  assert.deepEqual(done({ do: "arrange", keys: {}, pins: {} }).desk.pins, {});
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
  const places = COMMANDS.map(([name]) => `${name.startsWith("tree:")} ${keys.key(name)}`);
  assert.equal(new Set(places).size, COMMANDS.length);
  for (const [name] of COMMANDS) assert.equal(keys.refusal(name, keys.key(name)), null);
  const press = (key, held = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  assert.equal(pressed(press("N", { shiftKey: true })), "N");
  assert.equal(pressed(press("ArrowRight", { shiftKey: true, ctrlKey: true })), "Ctrl+Shift+→");
  assert.equal(pressed(press("Shift")), null);
  keys.own = { again: "r" };
  assert.deepEqual([keys.command(press("r")), keys.command(press("."))], ["again", null]);
  assert.match(keys.refusal("vivo", "r"), /taken/);
  assert.equal(keys.command(press("r"), "tree"), "tree:rename");
  assert.equal(keys.refusal("tree:merge", "n"), null);
  assert.match(keys.refusal("tree:merge", "r"), /rename/);
  assert.match(keys.refusal("vivo", "3"), /Digits/);
  assert.match(keys.refusal("vivo", "Enter"), /meaning/);
});
