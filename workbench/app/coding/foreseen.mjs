// What waits to be saved, drawn as the study will have it. The rules live in the study (study/coded/joining.py, study/codes);
// here they are only foreseen, and what the study answers is drawn instead.
import { branch } from "./codes.mjs";

// The span with all that overlap it, and all that overlap those: {start, end, joined}.
export function union({ start, end }, others) {
  const joined = [];
  let left = others;
  for (;;) {
    const inside = left.filter((one) => one.start < end && one.end > start);
    if (!inside.length) return { start, end, joined };
    joined.push(...inside);
    left = left.filter((one) => !inside.includes(one));
    start = Math.min(start, ...inside.map((one) => one.start));
    end = Math.max(end, ...inside.map((one) => one.end));
  }
}

// The acts that hold: one that is taken back by a later one is not done, and done after all where that is done again.
// An undo of what the study has already cannot be foreseen.
function standing(acts) {
  const done = [];
  const undone = [];
  for (const act of acts) {
    if (act.do === "undo" || act.do === "redo") {
      const [from, to] = act.do === "undo" ? [done, undone] : [undone, done];
      const at = from.findLastIndex((one) => one.coder === act.coder);
      if (at >= 0) to.push(...from.splice(at, 1));
    } else {
      done.push(act);
      undone.length = 0;
    }
  }
  return done;
}

// The study's state {codings (a map), codes, elsewhere, notes, desk} with the acts on their way done to it; `codings` then
// is a list by place. What is not as it is stored has `state` "unsaved".
export function foreseen(stored, acts, transcript) {
  const next = new Next(stored, transcript);
  for (const act of standing(acts)) next.after(act);
  const { codes, elsewhere, notes, desk } = next;
  return { codes, elsewhere, notes, desk, codings: [...next.codings.values()].sort((a, b) => a.start - b.start || a.end - b.end) };
}

class Next {
  constructor({ codings, codes, elsewhere, notes, desk }, transcript) {
    Object.assign(this, { codings: new Map(codings), codes, elsewhere, notes, desk, transcript });
  }

  after(act) {
    const { coder, start, end } = act;
    const here = act.transcript === this.transcript;
    switch (act.do) {
      case "add":
        for (const code of act.codes) this.ensure(code);
        if (here) act.codes.forEach(({ name }, i) => this.put({ id: i ? `${act.id}/${i}` : act.id, code: name, coder, start, end, layer: "independent" }));
        break;
      case "take":
        if (here) this.put({ id: act.id, code: act.code, coder, start, end, layer: "independent" });
        break;
      case "remove":
        this.codings.delete(act.coding);
        break;
      case "edit": {
        const before = this.codings.get(act.coding);
        if (before) this.put({ ...before, code: act.code ?? before.code, start: start ?? before.start, end: end ?? before.end });
        break;
      }
      case "note":
        if (act.on !== "transcript" || act.target === this.transcript) this.notes = [...this.notes, { id: act.id, on: act.on, target: act.target, text: act.text, coder, at: act.at ?? null, state: "unsaved" }];
        break;
      case "edit note":
        this.notes = this.notes.flatMap((note) => (note.id !== act.memo ? [note] : act.text.trim() ? [{ ...note, text: act.text, state: "unsaved" }] : []));
        break;
      case "rename code":
        if (this.has(act.code) && !this.has(act.name)) this.rename(act.code, act.name);
        break;
      case "recolour code":
        this.change((code) => (code.name === act.code ? { colour: act.colour } : null));
        break;
      case "move code":
        if (this.has(act.code) && !branch(this.codes, act.code).has(act.parent)) this.move(act.code, act.parent);
        break;
      case "merge codes":
        if (this.has(act.code) && this.has(act.into) && act.code !== act.into) this.merge(act.code, act.into);
        break;
      case "arrange":
        this.desk = { keys: act.keys, pins: act.pins };
        break;
    }
  }

  put(coding) {
    const isSame = (one) => one.id !== coding.id && ["code", "coder", "layer"].every((name) => one[name] === coding[name]);
    const { start, end, joined } = union(coding, [...this.codings.values()].filter(isSame));
    const known = this.codings.has(coding.id) || !joined.length;
    const kept = known ? coding : joined[0];
    if (!known && kept.start === start && kept.end === end) return;
    for (const one of joined) if (one.id !== kept.id) this.codings.delete(one.id);
    this.codings.set(kept.id, { ...kept, start, end, state: "unsaved" });
  }

  has(name) {
    return this.codes.some((code) => code.name === name);
  }

  // Codes with what `to` gives of them changed.
  change(to) {
    this.codes = this.codes.map((code) => { const changes = to(code); return changes ? { ...code, ...changes, state: "unsaved" } : code; });
  }

  ensure({ name, fresh, parent = null }) {
    if (!fresh || this.has(name)) return;
    if (parent !== null) this.ensure({ name: parent, fresh });
    this.codes = [...this.codes, { name, parent: null, colour: "", aliases: [], archived: false, state: "unsaved" }];
    if (parent !== null) this.move(name, parent);
  }

  // As the last one under its new parent, with all that stand below it.
  move(name, parent) {
    const moved = branch(this.codes, name);
    const left = this.codes.filter((code) => !moved.has(code.name));
    const above = parent === null ? null : branch(left, parent);
    const at = parent === null ? left.length : left.findLastIndex((code) => above.has(code.name)) + 1;
    if (!at && parent !== null) return;
    const own = this.codes.filter((code) => moved.has(code.name)).map((code) => (code.name === name ? { ...code, parent, state: "unsaved" } : code));
    this.codes = [...left.slice(0, at), ...own, ...left.slice(at)];
  }

  rename(name, to) {
    this.change((code) => (code.name === name ? { name: to } : null));
    this.codes = this.codes.map((code) => (code.parent === name ? { ...code, parent: to } : code));
    this.follow(name, to);
    this.desk = { ...this.desk, pins: Object.fromEntries(Object.entries(this.desk.pins).map(([digit, code]) => [digit, code === name ? to : code])) };
  }

  merge(name, into) {
    const gone = this.codes.find((code) => code.name === name);
    if (branch(this.codes, name).has(into)) this.move(into, gone.parent);
    for (const child of this.codes.filter((code) => code.parent === name)) this.move(child.name, into);
    this.codes = this.codes.filter((code) => code !== gone);
    this.change((code) => (code.name === into ? { aliases: [...code.aliases, name, ...gone.aliases] } : null));
    this.follow(name, into);
  }

  // What a code had goes to another name; where a coder has that on the same passage, it stays once.
  follow(name, to) {
    const place = ({ start, end, coder, layer }) => JSON.stringify([start, end, coder, layer]);
    const there = new Set([...this.codings.values()].filter((one) => one.code === to).map(place));
    for (const one of this.codings.values()) {
      if (one.code === name && there.has(place(one))) this.codings.delete(one.id);
      else if (one.code === name) this.codings.set(one.id, { ...one, code: to });
    }
    this.notes = this.notes.map((note) => (note.on === "code" && note.target === name ? { ...note, target: to } : note));
    const { [name]: count = 0, ...elsewhere } = this.elsewhere;
    if (count) this.elsewhere = { ...elsewhere, [to]: (elsewhere[to] ?? 0) + count };
  }
}
