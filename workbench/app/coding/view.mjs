// The coding view: a transcript as turns, its codings beside them, the codes at the side. It draws at once and sends acts.
//
// The transcript comes once, later messages bring what changed since the state that the browser says it has: `since` is
// that state's number, null for a whole one, `at` the number of the state after it.
import { lasting, make } from "../parts/dom.mjs";
import { branch } from "./codes.mjs";
import { chosenByMouse, resized, stepped, stretch } from "./choice.mjs";
import { Outbox } from "./outbox.mjs";
import { Palette } from "./palette.mjs";
import { placed } from "./text.mjs";
import { CodeTree } from "./tree.mjs";
import { Turn } from "./turns.mjs";

const RETRY = 4000;
const RECENT = 5;

class View {
  constructor(parent) {
    Object.assign(this, { at: null, turns: [], codings: new Map(), codes: [], elsewhere: {}, recent: [], chosen: null, only: null });
    this.state = make("span", { class: "wb-state", "data-testid": "save-state" });
    this.told = make("span", { class: "wb-told", role: "status" });
    this.filter = make("button", { type: "button", class: "wb-filter", hidden: "" });
    this.filter.addEventListener("click", () => this.show(null));
    const codes = make("button", { type: "button", class: "wb-codes-button", "aria-expanded": "false" }, "Codes");
    codes.addEventListener("click", () => codes.setAttribute("aria-expanded", this.root.classList.toggle("wb-open")));
    const hint = make("span", { class: "wb-hint" }, "Choose words, or go by ↑ ↓ ← →, then Enter and a code");
    this.bar = make("div", { class: "wb-bar" }, codes, hint, this.filter, this.told, this.state);
    this.tree = new CodeTree((name) => this.show(name));
    this.list = make("div", { role: "list", class: "wb-turns", "aria-label": "Transcript" });
    this.root = make("div", { class: "wb-view", "data-testid": "coding-view" }, this.tree.root, make("div", { class: "wb-text" }, this.bar, this.list));
    parent.append(this.root);
    this.list.addEventListener("mouseup", (event) => {
      // The selection is settled only after the event; of the clicks of a double or triple click the last one counts.
      clearTimeout(this.clicked);
      if (event.button === 0) this.clicked = setTimeout(() => this.byMouse(event), 0);
    });
    this.list.addEventListener("click", (event) => { if (event.target.closest(".wb-remove")) this.removeCoding(event.target.closest(".wb-label")); });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("focusin", (event) => this.entered(event));
    for (const kind of ["focusin", "mouseover"]) this.list.addEventListener(kind, (event) => this.light(event.target.closest?.(".wb-label")?.dataset.id));
    this.on(window, "beforeunload", (event) => { if (this.outbox?.waiting.length) event.preventDefault(); });
    for (const what of ["undo", "redo"]) this.on(document, `workbench-${what}`, (event) => { event.preventDefault(); this.act({ do: what }); });
    this.scroller = parent.closest('[data-testid="stMain"]') ?? document.scrollingElement;
    this.on(this.scroller, "scroll", () => this.remember());
    this.retry = setInterval(() => { if (this.outbox?.waiting.length && Date.now() - this.sent > RETRY) this.post(); }, RETRY / 4);
  }

  on(target, kind, listener) {
    target.addEventListener(kind, listener);
    (this.listening ??= []).push([target, kind, listener]);
  }

  leave() {
    clearInterval(this.retry);
    this.close();
    this.mark(null);
    for (const [target, kind, listener] of this.listening) target.removeEventListener(kind, listener);
  }

  // What comes from the study ------------------------------------------------------------------------------------

  update(data, send) {
    this.send = send;
    this.coder = data.coder;
    this.root.dataset.coder = data.coder;
    this.outbox ??= new Outbox(sessionStorage, `workbench-outbox ${data.study}`);
    const whole = data.since === null;
    if (!whole && data.since !== this.at) {
      // Already drawn, or made for a state that this browser does not have: then it asks for all of it.
      if (data.at !== this.at) { this.at = null; this.post(); }
      return;
    }
    this.at = data.at;
    if (whole) this.codings = new Map();
    for (const coding of data.put) this.codings.set(coding.id, coding);
    for (const id of data.gone) this.codings.delete(id);
    if (data.parts.codes) this.codes = data.parts.codes;
    if (data.parts.elsewhere) this.elsewhere = data.parts.elsewhere;
    if (data.parts.turns) this.build(data);
    const refused = this.outbox.settle(data.answers);
    if (refused.length) this.refused = refused[refused.length - 1];
    this.draw();
    if (data.place && data.place.nonce !== this.nonce) this.goTo(data.place);
    else if (data.parts.turns) this.restore();
    if (whole && this.outbox.waiting.length) this.post();
  }

  build(data) {
    this.close();
    this.mark(null);
    this.name = data.transcript;
    this.memory = `workbench-place ${data.study} ${this.name}`;
    this.turns = data.parts.turns.map((turn, index) => new Turn(turn, index));
    this.list.replaceChildren(...this.turns.map((turn) => turn.row));
  }

  // The codings as they are in the study, with what is on its way drawn as if it were there.
  drawn() {
    const here = this.outbox.waiting.filter((act) => act.transcript === this.name);
    const gone = new Set(here.filter((act) => act.do === "remove").map((act) => act.coding));
    const coming = here.filter((act) => act.do === "add").map((act) => ({
      id: act.id, code: act.codes[0].name, coder: act.coder, start: act.start, end: act.end, layer: "independent", state: "unsaved",
    }));
    return [...this.codings.values(), ...coming].filter((c) => !gone.has(c.id)).sort((a, b) => a.start - b.start || a.end - b.end);
  }

  draw() {
    const all = this.drawn();
    const colours = new Map(this.codes.map((code) => [code.name, code.colour]));
    const branchOnly = this.only === null ? null : branch(this.codes, this.only);
    const here = placed(this.turns, all);
    this.turns.forEach((turn, index) => {
      const redrawn = turn.draw(here[index], colours, this.coder);
      if (redrawn && turn.row.tabIndex === 0) turn.reachable(true);
      turn.row.hidden = branchOnly !== null && !here[index].some((c) => branchOnly.has(c.code));
    });
    if (this.chosen) this.mark(this.chosen);
    const counts = new Map();
    for (const coding of all) counts.set(coding.code, (counts.get(coding.code) ?? 0) + 1);
    this.tree.draw(this.codes.filter((code) => !code.archived || counts.get(code.name)), counts, this.elsewhere, this.only);
    this.filter.hidden = this.only === null;
    this.filter.textContent = this.only === null ? "" : `Only “${this.only}”${branchOnly.size > 1 ? " and the codes under it" : ""} ×`;
    const waiting = this.outbox.waiting.length;
    const late = waiting && Date.now() - this.since > 2 * RETRY;
    this.state.textContent = this.refused ? `Not saved: ${this.refused}`
      : late ? `${waiting} not saved yet, trying again …` : waiting ? `Saving ${waiting} …` : "All saved";
    this.state.dataset.state = this.refused || late ? "wrong" : waiting ? "saving" : "saved";
  }

  // What goes to the study ---------------------------------------------------------------------------------------

  act(act) {
    this.refused = null;
    if (!this.outbox.waiting.length) this.since = Date.now();
    this.outbox.add({ ...act, transcript: this.name, coder: this.coder });
    this.draw();
    this.post();
  }

  post() {
    this.sent = Date.now();
    this.send("acts", { have: this.at, acts: this.outbox.waiting });
    if (this.sent - this.since > 2 * RETRY) this.draw();
  }

  removeCoding(label) {
    if (!label) return;
    label.closest(".wb-turn").focus({ preventScroll: true });
    this.told.textContent = `Removed ${label.dataset.code}`;
    this.act({ do: "remove", coding: label.dataset.id });
  }

  take(code) {
    const { start, end } = this.chosen;
    this.recent = [code.name, ...this.recent.filter((name) => name !== code.name)].slice(0, RECENT);
    this.told.textContent = `Coded ${code.name}`;
    this.close(true);
    this.act({ do: "add", start, end, codes: [{ name: code.name, fresh: Boolean(code.fresh) }] });
  }

  // Choosing words -----------------------------------------------------------------------------------------------

  byMouse(event) {
    const chosen = chosenByMouse(this.list, this.turns);
    if (chosen) {
      this.choose(chosen);
      this.open(window.getSelection().getRangeAt(0).getBoundingClientRect());
      return;
    }
    this.choose(null);
    const mark = event.target.closest?.("mark");
    const turn = event.target.closest?.(".wb-turn");
    if (mark) turn.querySelector(`[data-id="${CSS.escape(mark.dataset.codings.split(" ")[0])}"] button`)?.focus({ preventScroll: true });
    else if (turn && !event.target.closest("button")) turn.focus({ preventScroll: true });
  }

  choose(chosen) {
    this.chosen = chosen;
    this.mark(chosen);
  }

  // The chosen words stay marked while the palette has the focus, which a selection would not.
  mark(chosen) {
    if (!window.CSS?.highlights) return;
    if (!chosen) { CSS.highlights.delete("wb-chosen"); return; }
    const ranges = this.turns.filter((turn) => turn.start < chosen.end && turn.end > chosen.start)
      .map((turn) => turn.range(turn.units(chosen.start), turn.units(chosen.end)));
    CSS.highlights.set("wb-chosen", new Highlight(...ranges));
  }

  light(id) {
    if (id === this.lit) return;
    for (const mark of this.list.querySelectorAll("mark.wb-lit")) mark.classList.remove("wb-lit");
    this.lit = id;
    if (id) for (const mark of this.list.querySelectorAll(`mark[data-codings~="${CSS.escape(id)}"]`)) mark.classList.add("wb-lit");
  }

  open(box) {
    this.close();
    const text = this.turns.filter((turn) => turn.start < this.chosen.end && turn.end > this.chosen.start)
      .map((turn) => turn.text.slice(turn.units(this.chosen.start), turn.units(this.chosen.end))).join("\n");
    this.palette = new Palette(this.root, { codes: this.codes.filter((code) => !code.archived), recent: this.recent, words: text, box,
      take: (code) => this.take(code), leave: (refocus) => this.close(refocus) });
  }

  close(refocus = false) {
    if (!this.palette) return;
    const turn = this.chosen?.turn;
    this.palette.remove();
    this.palette = null;
    window.getSelection()?.removeAllRanges();
    if (refocus) turn?.row.focus({ preventScroll: true });
    else this.choose(null);
  }

  // Moving about -------------------------------------------------------------------------------------------------

  key(event) {
    const label = event.target.closest?.(".wb-label");
    if (label && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      if (label.querySelector(".wb-remove")) this.removeCoding(label);
      else this.told.textContent = "Only the coder of a passage can remove its code";
      return;
    }
    const row = event.target.closest?.(".wb-turn");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const turn = this.turns[Number(row.dataset.index)];
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1, w: 1, W: -1, Home: 0, End: 0 }[event.key];
    if (event.key === "Escape") { this.choose(null); row.focus({ preventScroll: true }); return; }
    if (event.key === "Enter" && label) return;
    if (step === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Enter") {
      if (this.chosen?.turn !== turn) this.choose(stretch(turn, 0, turn.text.length));
      if (this.chosen) this.open(this.boxOf(this.chosen));
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.focus(this.neighbour(turn.index, step));
    else if (event.key === "Home") this.focus(this.neighbour(-1, 1));
    else if (event.key === "End") this.focus(this.neighbour(this.turns.length, -1));
    else if (event.key === "w" || event.key === "W") this.choose(stepped(turn, this.chosen, "word", step));
    else if (event.shiftKey) this.choose(resized(turn, this.chosen, step));
    else this.choose(stepped(turn, this.chosen, "sentence", step));
  }

  boxOf({ start, end, turn }) {
    const boxes = turn.range(turn.units(start), turn.units(end)).getClientRects();
    return boxes[boxes.length - 1] ?? turn.words.getBoundingClientRect();
  }

  neighbour(index, step) {
    let at = index + step;
    while (this.turns[at]?.row.hidden) at += step;
    return this.turns[at];
  }

  focus(turn) {
    if (!turn) return;
    this.choose(null);
    turn.row.focus({ preventScroll: true });
    turn.row.scrollIntoView({ block: "nearest" });
  }

  entered(event) {
    const row = event.target.closest?.(".wb-turn");
    const turn = row && this.turns[Number(row.dataset.index)];
    if (!turn || turn === this.here) return;
    (this.here ?? this.turns[0]).reachable(false);
    this.here = turn;
    turn.reachable(true);
    if (this.chosen && this.chosen.turn !== turn) this.choose(null);
  }

  show(name) {
    const keep = this.turns.find((turn) => !turn.row.hidden && turn.row.getBoundingClientRect().bottom > 60);
    this.only = name;
    this.draw();
    if (name === null) keep?.row.scrollIntoView({ block: "nearest" });
  }

  goTo({ start, nonce }) {
    this.nonce = nonce;
    const turn = this.turns.find((one) => start < one.end) ?? this.turns[this.turns.length - 1];
    if (!turn) return;
    for (const other of this.list.querySelectorAll(".wb-here")) other.classList.remove("wb-here");
    turn.row.classList.add("wb-here");
    this.bring(turn, "center");
    turn.row.focus({ preventScroll: true });
  }

  // Turns that were never seen have only a guessed height; it changes as they come into view, so this takes a few frames.
  bring(turn, block, frames = 6) {
    turn.row.scrollIntoView({ block });
    if (frames > 0) requestAnimationFrame(() => { if (this.root.isConnected) this.bring(turn, block, frames - 1); });
  }

  // The place in each transcript is kept for this window, and found again after a reload.
  remember() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      if (!this.root.isConnected || !this.memory || this.only !== null) return;
      const first = this.turns.find((turn) => turn.row.getBoundingClientRect().bottom > 60);
      if (first) sessionStorage.setItem(this.memory, first.index);
    }, 200);
  }

  restore() {
    const index = Number(sessionStorage.getItem(this.memory) ?? 0);
    if (index > 0 && this.turns[index]) this.bring(this.turns[index], "start");
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [view, cleanUp] = lasting(parentElement, "wbView", () => new View(parentElement));
  view.update(data, setTriggerValue);
  return cleanUp;
}
