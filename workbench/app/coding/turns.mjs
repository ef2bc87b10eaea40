// One turn as it is drawn: who speaks, the words with their codings underlined, stripes and a label for each beside them.
import { make } from "../parts/dom.mjs";
import { lanes } from "./stripes.mjs";
import { pieces, shortened, toPoints, toUnits } from "./text.mjs";

const NO_CODE = "#767676";
const NONE = [];
const ROLES = { interviewer: "Interviewer" };

// On a dark page a dark colour would be lost.
const lifted = (colour) => `light-dark(${colour}, color-mix(in srgb, ${colour} 60%, white))`;

export class Turn {
  constructor(turn, index) {
    Object.assign(this, turn, { index, codings: [], columns: [], notes: NONE });
    this.points = toPoints(turn.text, turn.text.length);
    this.end = turn.start + this.points;
    const role = ROLES[turn.role] ?? null;
    const about = [role, turn.time].filter(Boolean).join(" · ");
    this.who = make("div", { class: "wb-who", id: `wb-who-${index}` }, turn.speaker ?? "–", about ? make("small", {}, about) : null);
    this.words = make("div", { class: "wb-words", dir: "auto", id: `wb-words-${index}` }, turn.text);
    this.stripes = make("div", { class: "wb-stripes", "aria-hidden": "true" });
    this.labels = make("div", { class: "wb-labels", id: `wb-labels-${index}` });
    this.row = make("div", { class: "wb-turn", role: "listitem", tabindex: index ? "-1" : "0", "data-testid": "turn", "data-index": index,
      "data-role": turn.role, "aria-labelledby": `wb-who-${index} wb-words-${index}` },
    this.who, make("div", { class: "wb-said" }, this.words, this.stripes), this.labels);
  }

  // Draw these codings, if they are others than before: each with its `colour`, `group` of stripes and, in that, `column`;
  // `only` (who alone gave it, where that is in dispute), `mine`, `whose` and `notes`. `notes` are those that quote words
  // of the turn.
  draw(codings, column, notes = NONE) {
    const columns = codings.map(column);
    const same = (before, now) => before.length === now.length && now.every((one, i) => one === before[i]);
    if (same(this.codings, codings) && same(this.columns, columns) && same(this.notes, notes)) return false;
    Object.assign(this, { codings, columns, notes });
    const here = codings.map((c, i) => ({ ...c, column: columns[i], colour: lifted(c.colour || NO_CODE), from: this.units(c.start), to: this.units(c.end) }));
    const focused = this.labels.contains(document.activeElement) ? document.activeElement.closest(".wb-label") : null;
    const quoting = this.labels.contains(document.activeElement) ? document.activeElement.closest(".wb-quoting")?.dataset.note : null;
    const lane = lanes(here);
    this.depth = Math.max(0, ...lane.values()) + 1;
    this.words.style.setProperty("--depth", this.depth);
    this.words.replaceChildren(...pieces(this.text, here).map((piece) => this.piece(piece, lane)));
    this.stripes.replaceChildren(...here.map((coding) => this.stripe(coding)));
    const coded = here.length ? [make("span", { class: "wb-unseen", id: `wb-coded-${this.index}` }, "Coded:")] : [];
    const labels = here.map((coding, i) => this.label(coding, `wb-code-${this.index}-${i}`));
    this.labels.replaceChildren(...coded, ...labels, ...notes.map((note) => this.quoting(note)));
    // A turn is called by who speaks, the words and the codes; not by what else can be done beside it.
    const names = labels.map((label) => label.querySelector(".wb-name"));
    this.row.setAttribute("aria-labelledby", [this.who, this.words, ...coded, ...names].map((one) => one.id).join(" "));
    if (focused) (this.like(focused)?.querySelector(".wb-name") ?? this.row).focus({ preventScroll: true });
    if (this.row.tabIndex === 0) this.reachable(true);
    if (quoting) (this.labels.querySelector(`[data-note="${CSS.escape(quoting)}"]`) ?? this.row).focus({ preventScroll: true });
    return true;
  }

  // The label that stands where another stood: of the same coding, or of what it became when it was saved.
  like({ dataset }) {
    const labels = [...this.labels.querySelectorAll(".wb-label")];
    return labels.find((one) => one.dataset.id === dataset.id)
      ?? labels.find((one) => ["code", "coder", "start", "end"].every((name) => one.dataset[name] === dataset[name]));
  }

  units(place) {
    return toUnits(this.text, Math.min(Math.max(place - this.start, 0), this.points));
  }

  piece({ from, to, codings }, lane) {
    const words = this.text.slice(from, to);
    if (!codings.length) return document.createTextNode(words);
    const mark = make("mark", { "data-codings": codings.map((c) => c.id).join(" ") }, words);
    mark.style.backgroundImage = codings.map((c) => `linear-gradient(${c.colour}, ${c.colour})`).join(", ");
    mark.style.backgroundPosition = codings.map((c) => `0 calc(100% - ${3 * (this.depth - 1 - lane.get(c))}px)`).join(", ");
    return mark;
  }

  // How far down it begins and ends is as far as in the words; no layout has to be asked for that.
  stripe(coding) {
    const stripe = make("i", { "data-id": coding.id, "data-code": coding.code + (coding.whose ? ` · ${coding.whose}` : "") });
    const [top, size] = [coding.from, coding.to - coding.from].map((n) => (100 * n) / (this.text.length || 1));
    stripe.style.cssText = `top: ${top}%; height: max(${size}%, .6rem); inset-inline-start: calc(var(--group-${coding.group}, 0px) + ${coding.column * 7}px);`;
    stripe.style.setProperty("--colour", coding.colour);
    if (coding.only) stripe.classList.add("wb-disputed");
    return stripe;
  }

  // A coding is labelled where it begins; in later turns that it reaches into, a quieter label says that it goes on.
  label(coding, id) {
    const begins = coding.start >= this.start;
    const state = coding.state ?? "saved";
    const says = [coding.code, coding.whose, coding.only ? `only ${coding.only}` : "", state === "saved" ? "" : "not saved yet",
      coding.notes.length ? "with a note" : ""].filter(Boolean).join(", ");
    const name = make("button", { type: "button", class: "wb-name", id, tabindex: "-1", "aria-label": says, "aria-description": shortened(this.text.slice(coding.from, coding.to)) },
      coding.only ? make("b", { title: `Only ${coding.only} coded this so` }, "≠ ") : null,
      begins ? coding.code : `… ${coding.code}`, coding.whose && coding.whose !== "agreed" ? make("small", {}, ` ${coding.whose}`) : coding.whose ? make("small", {}, " agreed") : null);
    const label = make("div", { class: `wb-label${coding.mine ? "" : " wb-theirs"}${coding.only ? " wb-disputed" : ""}`, "data-testid": begins ? "coding" : "coding-goes-on",
      "data-id": coding.id, "data-code": coding.code, "data-start": coding.start, "data-end": coding.end, "data-coder": coding.coder,
      "data-state": state, "data-group": coding.group }, name,
    coding.mine ? make("button", { type: "button", class: "wb-remove", tabindex: "-1", "aria-label": `Remove ${coding.code}`,
      title: "Remove (Delete)" }, "×") : null,
    ...(begins ? coding.notes.map((note) => this.note(note, coding)) : []));
    label.style.setProperty("--colour", coding.colour);
    label.style.gridColumn = coding.group + 1;
    return label;
  }

  quoting(note) {
    const button = this.note(note, {});
    button.classList.add("wb-quoting");
    button.dataset.testid = "quoting-note";
    return button;
  }

  note(note, coding) {
    return make("button", { type: "button", class: "wb-note", tabindex: "-1", "data-note": note.id, "data-state": note.state ?? "saved", "aria-label": `Note: ${note.text}` },
      note.coder === coding.coder ? null : make("b", {}, `${note.coder}: `), note.text);
  }

  // The DOM range over a stretch of the words, in UTF-16 units.
  range(from, to) {
    const range = document.createRange();
    const walker = document.createTreeWalker(this.words, NodeFilter.SHOW_TEXT);
    let before = 0;
    let begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const after = before + node.length;
      if (!begun && from < after) { range.setStart(node, from - before); begun = true; }
      if (begun && to <= after) { range.setEnd(node, to - before); break; }
      before = after;
    }
    return range;
  }

  // How many UTF-16 units of the words stand before a place in the DOM; `otherwise` where it is not in them.
  unitsBefore(node, offset, otherwise) {
    if (!this.words.contains(node)) return otherwise;
    const before = document.createRange();
    before.selectNodeContents(this.words);
    before.setEnd(node, offset);
    return before.toString().length;
  }

  // Only the labels of the turn that one is in can be reached by Tab, or a long transcript would have no end.
  // Set only where it differs: for an element with the focus, the browser lays out the whole page to set it.
  reachable(yes) {
    const index = yes ? 0 : -1;
    for (const one of [this.row, ...this.labels.querySelectorAll("button")]) if (one.tabIndex !== index) one.tabIndex = index;
  }
}
