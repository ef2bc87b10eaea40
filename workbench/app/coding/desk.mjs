// What surrounds the text: pinned codes and own keys, what is done to codes, and notes.
import { make } from "../parts/dom.mjs";
import { branch } from "./codes.mjs";
import { Keys, KeysDialog } from "./keys.mjs";
import { NoteEditor } from "./notes.mjs";
import { Palette } from "./palette.mjs";
import { Menu } from "./popover.mjs";

// Okabe and Ito's set without yellow and black, and four more that colour-blind eyes tell apart (model/codebook.py).
const COLOURS = { Blue: "#0072B2", Vermilion: "#D55E00", Green: "#009E73", Pink: "#CC79A7", Orange: "#E69F00", "Sky blue": "#56B4E9",
  Purple: "#7A5195", Brown: "#8C6D31", Slate: "#44546A", Crimson: "#A6192E" };

export class Desk {
  constructor(view) {
    Object.assign(this, { view, pins: {}, keys: new Keys() });
    // Notes on the transcript stand above the text.
    this.notes = make("div", { class: "wb-transcript-notes", "data-testid": "transcript-notes", hidden: "" });
    this.notes.addEventListener("click", (event) => { const id = event.target.closest("[data-note]")?.dataset.note; if (id) this.openNote(id); });
    view.on(document, "workbench-keys", (event) => {
      event.detail.keys = this.keys.lines();
      event.detail.change = () => new KeysDialog(view.root, this.keys, (own) => this.keep({ keys: own }));
    });
  }

  arranged({ keys, pins }) {
    this.keys.own = keys;
    this.pins = pins;
  }

  keep({ keys = this.keys.own, pins = this.pins }, says) {
    this.view.act({ do: "arrange", keys, pins }, says);
  }

  // What the tree of codes asks for.
  does() {
    const { view } = this;
    return {
      show: (name) => view.filter({ only: name }),
      rename: (code, name) => { view.follow(code, name); view.act({ do: "rename code", code, name }, `Renamed ${code} to ${name}`); },
      move: (code, parent) => view.act({ do: "move code", code, parent }, parent ? `Moved ${code} under ${parent}` : `Moved ${code} to the top`),
      recolour: (code) => this.recolour(code),
      merge: (code) => this.choose(`Join “${code}” into …`, (one) => one.name !== code, (into) => { view.follow(code, into); view.act({ do: "merge codes", code, into }, `Joined ${code} into ${into}`); view.tree.focus(into); }, code),
      moveUnder: (code) => this.choose(`Move “${code}” under …`, (one) => !branch(view.codes, code).has(one.name), (parent) => view.act({ do: "move code", code, parent }, `Moved ${code} under ${parent}`), code),
      note: (code) => this.write({ on: "code", target: code, about: `the code ${code}`, box: this.boxOf(code), back: () => view.tree.focus(code) }),
      openNote: (id) => this.openNote(id),
      like: (code) => view.askLike(code),
      pin: (code, digit) => this.pin(code, digit),
      menu: (code) => this.menu(code),
      command: (event) => this.keys.command(event, "tree"),
      leave: () => { view.root.classList.remove("wb-open"); view.bar.codes.setAttribute("aria-expanded", "false"); view.gestures.back(); },
    };
  }

  boxOf(code) {
    return (this.view.tree.find(code) ?? this.view.tree.root).getBoundingClientRect();
  }

  pin(code, digit) {
    const had = this.pins[digit] === code;
    const pins = Object.fromEntries(Object.entries(this.pins).filter(([one, name]) => one !== digit && name !== code));
    if (!had) pins[digit] = code;
    this.keep({ pins }, had ? `${code} is not pinned any more` : `${digit} puts ${code} on the chosen words`);
  }

  menu(code) {
    const does = this.does();
    const { view } = this;
    const key = (name) => this.keys.key(`tree:${name}`);
    const run = (what) => () => { view.gestures.close(); what(); };
    const entries = [["Show only its passages", "Enter", () => does.show(code)], ["Rename", key("rename"), () => view.tree.rename(code)], ["Colour", key("recolour"), () => does.recolour(code)],
      ["Join into another code", key("merge"), () => does.merge(code)], ["Move under another code", key("under"), () => does.moveUnder(code)], ["Move to the top", "", () => does.move(code, null)],
      ["Note", key("note"), () => does.note(code)], ...(view.help ? [["More like this", key("like"), () => does.like(code)]] : []),
      [Object.values(this.pins).includes(code) ? "Unpin" : "Pin to the next free digit", "", () => this.pinNext(code)]];
    view.gestures.popover((home, leave) => new Menu(home, this.boxOf(code), leave, { title: code,
      entries: entries.map(([says, key, what]) => ({ says, key, run: run(what) })) }), () => view.tree.focus(code));
  }

  pinNext(code) {
    const had = Object.keys(this.pins).find((digit) => this.pins[digit] === code);
    const free = had ?? [..."123456789"].find((digit) => !this.pins[digit]);
    if (free) this.pin(code, free);
    else this.view.tell("All nine digits are taken; press one on a code in the tree to give it that");
  }

  recolour(code) {
    const { view } = this;
    const now = view.codes.find((one) => one.name === code)?.colour;
    view.gestures.popover((home, leave) => new Menu(home, this.boxOf(code), leave, { title: `Colour of ${code}`,
      entries: Object.entries(COLOURS).map(([says, colour], i) => ({ says, colour, key: String((i + 1) % 10), chosen: colour === now,
        run: () => { view.gestures.close(true); view.act({ do: "recolour code", code, colour }, `${code} is ${says.toLowerCase()} now`); } })) }), () => view.tree.focus(code));
  }

  choose(says, fits, take, code) {
    const { view } = this;
    view.gestures.popover((home, leave) => new Palette(home, { says, box: this.boxOf(code), leave, codes: view.codes.filter(fits),
      take: ([one]) => { view.gestures.close(true); take(one.name); } }), () => view.tree.focus(code));
  }

  // Notes --------------------------------------------------------------------------------------------------------

  // `at` is where the words stand that a new note quotes.
  write({ on, target, about, box, back, note = null, text: begun = "", at = null }) {
    const { view } = this;
    const save = (text) => {
      if (note) view.act({ do: "edit note", memo: note.id, text }, text ? "Changed the note" : "Put the note away");
      else if (text) view.act({ do: "note", on, target, text, at }, `Wrote a note on ${about}`);
    };
    view.gestures.popover((home, leave) => new NoteEditor(home, { box, leave, about, text: note?.text ?? begun, save }), back);
  }

  openNote(id) {
    const note = this.view.notes.find((one) => one.id === id);
    const place = this.view.root.querySelector(`[data-note="${CSS.escape(id)}"]`);
    if (!note || !place) return;
    if (note.coder !== this.view.coder) { this.view.tell(`This note is by ${note.coder}; only they can change it`); return; }
    this.write({ about: note.on === "coding" ? "the passage" : `the ${note.on} ${note.target}`, box: place.getBoundingClientRect(), note, back: () => place.focus?.({ preventScroll: true }) });
  }

  drawNotes(notes) {
    const looks = JSON.stringify(notes);
    if (looks === this.looks) return;
    this.looks = looks;
    this.notes.hidden = !notes.length;
    this.notes.replaceChildren(...notes.map((note) => make("button", { type: "button", class: "wb-note", "data-note": note.id, "aria-label": `Note: ${note.text}` },
      make("b", {}, `${note.coder}: `), note.text)));
  }
}
