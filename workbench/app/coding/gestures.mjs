// Choosing words, coding them, and changing what is coded: by mouse and by keys.
import { isTyping } from "../parts/dom.mjs";
import { chosenByMouse, overTurns, resized, stepped, stretch, turnAt } from "./choice.mjs";
import { inVivo } from "./codes.mjs";
import { commands } from "./commands.mjs";
import { Palette } from "./palette.mjs";
import { Passage } from "./passage.mjs";
import { shortened } from "./text.mjs";

const RECENT = 5;

// The turn that one was in, for each transcript that was open in this window.
const left = new Map();

export class Gestures {
  // `chosen` is {start, end}, with the id of a `coding` where it is that coding's passage, `moved` where its borders are
  // not yet kept.
  constructor(view) {
    Object.assign(this, { view, chosen: null, here: null, recent: [], open: null, run: commands(view, this) });
    const { list } = view;
    // What is drawn anew loses the selection that is being made in it.
    view.on(list, "mousedown", (event) => { if (event.button === 0) view.hold(true); });
    view.on(document, "mouseup", () => setTimeout(() => view.hold(false), 0));
    view.on(document, "mousemove", (event) => { if (view.held && !event.buttons) view.hold(false); });
    view.on(list, "mouseup", (event) => {
      // The selection is settled only after the event; of the clicks of a double or triple click the last one counts.
      clearTimeout(this.clicked);
      if (event.button === 0) this.clicked = setTimeout(() => this.byMouse(event), 0);
    });
    view.on(list, "click", (event) => this.click(event));
    view.on(list, "dblclick", (event) => { const label = event.target.closest(".wb-label"); if (label) this.list(label); });
    view.on(list, "focusin", (event) => this.entered(event));
    for (const kind of ["focusin", "mouseover"]) view.on(list, kind, (event) => this.light(event.target.closest?.(".wb-label, .wb-stripes i")?.dataset.id));
    view.on(document, "keydown", (event) => this.key(event), true);
  }

  leave() {
    this.close();
  }

  // The turn that keys are about: the one with the focus, else the first in view.
  turn() {
    return this.here?.row.isConnected && !this.here.row.hidden ? this.here : this.view.places.first() ?? this.view.turns[0];
  }

  // Choosing words -----------------------------------------------------------------------------------------------

  byMouse(event) {
    const chosen = chosenByMouse(this.view.list, this.view.turns);
    if (chosen) {
      this.choose(chosen);
      this.code(window.getSelection().getRangeAt(0).getBoundingClientRect());
      return;
    }
    const turn = event.target.closest?.(".wb-turn");
    if (event.target.closest?.(".wb-label")) return;
    this.choose(null);
    if (event.target.closest?.("mark")) this.listAt(event.target.closest("mark").dataset.codings.split(" "), event);
    else if (event.target.matches?.(".wb-stripes i")) this.focusCoding(event.target.dataset.id);
    else if (turn && !event.target.closest("button")) turn.focus({ preventScroll: true });
  }

  click(event) {
    const label = event.target.closest(".wb-label");
    if (event.target.closest(".wb-remove")) this.remove(label);
    else if (event.target.closest(".wb-note")) this.view.desk.openNote(event.target.closest(".wb-note").dataset.note);
    // Safari gives no focus to a clicked button; nor does a label around its button.
    else if (label) label.querySelector(".wb-name").focus({ preventScroll: true });
  }

  choose(chosen) {
    this.chosen = chosen;
    this.drawn();
  }

  // The same, said to who does not see it.
  pick(chosen) {
    this.choose(chosen);
    this.view.tell(chosen ? `Chosen: ${shortened(this.words(chosen))}` : "No words chosen");
  }

  // The coding that is chosen has another key now that it is saved.
  saved(made) {
    if (made.has(this.chosen?.coding)) this.chosen.coding = made.get(this.chosen.coding);
  }

  // Drawn again after whatever changed the turns.
  drawn() {
    this.mark(this.chosen);
    const coding = this.chosen?.coding && this.view.all.find((one) => one.id === this.chosen.coding);
    if (coding?.mine) this.view.borders.show(this.view.turns, this.chosen);
    else this.view.borders.hide();
  }

  ranges({ start, end }) {
    return this.view.turns.filter((turn) => turn.start < end && turn.end > start).map((turn) => turn.range(turn.units(start), turn.units(end)));
  }

  // The chosen words stay marked while the palette has the focus, which a selection would not.
  mark(span) {
    if (!window.CSS?.highlights) return;
    if (span) CSS.highlights.set("wb-chosen", new Highlight(...this.ranges(span)));
    else CSS.highlights.delete("wb-chosen");
  }

  light(id) {
    if (id === this.lit) return;
    for (const lit of this.view.list.querySelectorAll(".wb-lit")) lit.classList.remove("wb-lit");
    this.lit = id;
    if (!id) return;
    const key = CSS.escape(id);
    for (const one of this.view.list.querySelectorAll(`mark[data-codings~="${key}"], .wb-stripes i[data-id="${key}"], .wb-label[data-id="${key}"]`)) one.classList.add("wb-lit");
  }

  // Where the chosen words end, for what opens beside them.
  boxOf({ end }) {
    const turn = turnAt(this.view.turns, end - 1);
    const boxes = turn.range(turn.units(Math.max(turn.start, end - 1)), turn.units(end)).getClientRects();
    return boxes[boxes.length - 1] ?? turn.words.getBoundingClientRect();
  }

  words({ start, end }) {
    return this.view.turns.filter((turn) => turn.start < end && turn.end > start).map((turn) => turn.text.slice(turn.units(start), turn.units(end))).join("\n");
  }

  // What opens over the text -------------------------------------------------------------------------------------

  // One at a time; closed by Escape or by choosing, it gives the focus to `back`.
  popover(make, back = () => this.back()) {
    this.close();
    this.returning = back;
    const opened = make(this.view.root, (refocus) => { if (this.open === opened) this.close(refocus); });
    this.open = opened;
  }

  close(refocus = false) {
    if (!this.open) return;
    const { open, returning } = this;
    this.open = null;
    window.getSelection()?.removeAllRanges();
    // Before the box is taken away: to give the focus, the browser lays out whatever changed.
    if (refocus) returning();
    open.remove();
  }

  back() {
    const turn = this.chosen ? turnAt(this.view.turns, this.chosen.start) : this.turn();
    turn?.row.focus({ preventScroll: true });
  }

  // Who turned to this transcript goes on in the turn where they were, if that is in view, else in the first that is.
  resume() {
    const turn = this.view.turns[left.get(this.view.memory)];
    const box = turn?.row.getBoundingClientRect();
    if (box && box.bottom > 0 && box.top < window.innerHeight) turn.row.focus({ preventScroll: true });
    else this.back();
  }

  // Coding -------------------------------------------------------------------------------------------------------

  // What is to be coded: the chosen words, else the turn.
  target() {
    if (!this.chosen) { const turn = this.turn(); if (turn) this.choose(stretch(turn, 0, turn.text.length)); }
    return this.chosen;
  }

  code(box) {
    const target = this.target();
    if (!target) return;
    const { view } = this;
    this.popover((home, leave) => new Palette(home, { says: "Type a code, Enter puts it on the words …", box: box ?? this.boxOf(target), leave, codes: view.codes,
      recent: this.recent, words: this.words(target), pins: view.desk.pins, repeat: view.desk.keys.key("again"), take: (codes) => { this.close(true); this.take(codes); },
      note: () => { this.close(); this.run.note(null); } }));
  }

  take(codes) {
    const target = this.target();
    if (!target || !codes.length) return;
    const { start, end } = target;
    const names = codes.map((code) => code.name);
    this.recent = [...names, ...this.recent.filter((name) => !names.includes(name))].slice(0, RECENT);
    const others = this.view.all.filter((one) => one.mine && names.includes(one.code) && one.start < end && one.end > start).length;
    this.view.act({ do: "add", start, end, codes: codes.map(({ id, name, fresh, parent }) => (fresh ? { name, fresh: true, parent: parent ?? null } : { id, name })) },
      `Coded ${names.join(", ")}${others ? `, joined with ${others} that it overlaps` : ""}`);
    if (this.chosen?.coding) this.choose({ start, end });
  }

  takeNamed(name) {
    const code = this.view.codes.find((one) => one.name === name);
    if (code) this.take([code]);
  }

  vivo() {
    const target = this.target();
    if (!target) return;
    const name = inVivo(this.words(target));
    const known = this.view.codes.find((code) => code.name.toLowerCase() === name.toLowerCase());
    this.take([known ?? { name, fresh: true }]);
  }

  // What is coded ------------------------------------------------------------------------------------------------

  // The label of a coding, by its key.
  label(id) {
    return this.view.list.querySelector(`.wb-label[data-id="${CSS.escape(id)}"]`);
  }

  focusCoding(id) {
    this.label(id)?.querySelector(".wb-name").focus({ preventScroll: true });
  }

  // Back to a coding, which may have another key now that it is saved; where it is gone, to its turn.
  backTo(coding) {
    const label = this.label(coding.id) ?? this.label(this.view.all.find((one) => ["code", "coder", "start"].every((name) => one[name] === coding[name]))?.id ?? "");
    (label?.querySelector(".wb-name") ?? turnAt(this.view.turns, coding.start).row).focus({ preventScroll: true });
  }

  coding(label) {
    return label && this.view.all.find((one) => one.id === label.dataset.id);
  }

  // The codings of a passage, with what can be done to each.
  listAt(ids, event) {
    const codings = this.view.all.filter((one) => ids.includes(one.id));
    if (!codings.length) { this.view.tell("Nothing is coded here"); return; }
    const box = event ? { left: event.clientX, top: event.clientY - 12, bottom: event.clientY + 12 } : this.boxOf(codings[0]);
    const turn = turnAt(this.view.turns, codings[0].start);
    this.popover((home, leave) => new Passage(home, { box, leave, codings, words: (coding) => shortened(this.words(coding)), help: this.view.help, run: (what, coding) => this.do(what, coding) }), () => turn.row.focus({ preventScroll: true }));
  }

  list(label) {
    const { start, end, id } = this.coding(label);
    const others = this.view.all.filter((one) => one.start < end && one.end > start && one.id !== id).map((one) => one.id);
    this.listAt([id, ...others]);
  }

  do(what, coding) {
    const { view } = this;
    this.close();
    this.backTo(coding);
    if (what === "borders") view.tell("Shift+arrows move the end, Ctrl+arrows the beginning; Enter keeps them");
    else if (what === "remove") this.remove(this.label(coding.id));
    else if (what === "like") view.askLike(coding.code);
    else if (what === "note") this.note(coding);
    else if (what === "change") {
      this.popover((home, leave) => new Palette(home, { says: `Another code for “${coding.code}” …`, box: this.boxOf(coding), leave, codes: view.codes.filter((one) => one.name !== coding.code),
        take: ([code]) => { this.close(true); view.act({ do: "edit", coding: coding.id, code: code.name, id_of_code: code.id }, `Changed ${coding.code} to ${code.name}`); } }), () => this.backTo(coding));
    }
  }

  note(coding) {
    const own = coding.notes.find((note) => note.coder === this.view.coder) ?? null;
    this.view.desk.write({ on: "coding", target: coding.id, about: coding.code, box: this.boxOf(coding), note: own, back: () => this.backTo(coding) });
  }

  remove(label) {
    const coding = this.coding(label);
    if (!coding) return;
    if (!coding.mine) { this.view.tell(coding.whose === "agreed" ? "This was agreed; it is changed where it was reconciled" : `Only ${coding.whose} can remove this`); return; }
    label.closest(".wb-turn").focus({ preventScroll: true });
    this.choose(null);
    this.view.act({ do: "remove", coding: coding.id }, `Removed ${coding.code}`);
  }

  // Put the borders of the chosen coding where they were moved.
  settle(span) {
    const { coding } = this.chosen;
    this.chosen = { start: span.start, end: span.end, coding };
    this.view.act({ do: "edit", coding, start: span.start, end: span.end }, "Moved the borders");
  }

  // Moving about -------------------------------------------------------------------------------------------------

  key(event) {
    const { view } = this;
    const { target } = event;
    if (!(target === document.body || view.root.contains(target)) || isTyping(target) || target.closest?.(".wb-popover, .wb-tree, dialog")) return;
    const after = this.going && Date.now() - this.going < 1500;
    this.going = event.key === "g" && !event.ctrlKey ? Date.now() : null;
    const label = target.closest?.(".wb-label");
    if (after || (target.closest?.("button") && !label && ["Enter", " "].includes(event.key))) return;
    if (target.closest?.(".wb-note, .wb-remove") && event.key === "Enter") return;
    if (this.arrow(event, label) || this.plain(event, label)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  // Arrows and what goes with them; whether it was one.
  arrow(event, label) {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const turn = this.turn();
    if (!turn || event.altKey) return false;
    if (!step) {
      if (event.ctrlKey || event.metaKey || !["Home", "End"].includes(event.key)) return false;
      this.focus(event.key === "Home" ? this.neighbour(-1, 1) : this.neighbour(this.view.turns.length, -1));
      return true;
    }
    const sideways = event.key === "ArrowRight" || event.key === "ArrowLeft";
    const held = event.ctrlKey || event.metaKey;
    if (sideways && (event.shiftKey || held)) {
      const chosen = this.chosen ?? stepped(turn, null, "word", 1);
      if (chosen?.coding && !this.view.all.find((one) => one.id === chosen.coding)?.mine) return true;
      const next = this.chosen ? resized(this.view.turns, chosen, event.shiftKey ? "end" : "start", step) : chosen;
      this.pick(next && { ...next, moved: Boolean(next.coding) });
    } else if (held) return false;
    else if (sideways) this.pick(stepped(turn, this.chosen, "sentence", step));
    else if (event.shiftKey) this.pick(overTurns(this.view.turns, turn, this.chosen, step));
    else this.focus(this.here ? this.neighbour(turn.index, step) : turn);
    if (sideways && !event.shiftKey && !held && label) turn.row.focus({ preventScroll: true });
    return true;
  }

  // Every other key; whether it was one of this view.
  plain(event, label) {
    const { view } = this;
    if (event.key === "Escape") {
      if (view.like.isOpen && !this.chosen) view.like.close();
      else { this.choose(null); this.turn()?.row.focus({ preventScroll: true }); }
      return true;
    }
    if (!event.ctrlKey && !event.metaKey && !event.altKey) {
      if (label && (event.key === "Delete" || event.key === "Backspace")) { this.remove(label); return true; }
      if (event.key === "Enter") {
        if (this.chosen?.moved) this.settle(this.chosen);
        else if (label) this.list(label);
        else this.code();
        return true;
      }
      if (/^[1-9]$/.test(event.key)) {
        if (view.desk.pins[event.key]) this.takeNamed(view.desk.pins[event.key]);
        else view.tell(`No code is pinned to ${event.key}; press it on a code in the tree`);
        return true;
      }
    }
    const command = view.desk.keys.command(event);
    if (!command) return false;
    this.run[command](label);
    return true;
  }

  neighbour(index, step) {
    let at = index + step;
    while (this.view.turns[at]?.row.hidden) at += step;
    return this.view.turns[at];
  }

  focus(turn, block = "nearest") {
    if (!turn) return;
    this.choose(null);
    turn.row.focus({ preventScroll: true });
    if (block === "nearest") turn.row.scrollIntoView({ block });
    else this.view.places.bring(turn, block);
  }

  entered(event) {
    const row = event.target.closest?.(".wb-turn");
    const turn = row && this.view.turns[Number(row.dataset.index)];
    if (!turn) return;
    const coding = event.target.closest(".wb-name") && this.coding(event.target.closest(".wb-label"));
    if (coding && this.chosen?.coding !== coding.id) this.choose({ start: coding.start, end: coding.end, coding: coding.id });
    else if (!coding && this.chosen && (this.chosen.coding || this.chosen.start >= turn.end || this.chosen.end <= turn.start)) this.choose(null);
    if (turn === this.here) return;
    (this.here ?? this.view.turns[0]).reachable(false);
    this.here = turn;
    left.set(this.view.memory, turn.index);
    turn.reachable(true);
  }
}
