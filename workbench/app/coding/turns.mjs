// One turn as it is drawn: who speaks, the words with their codings underlined, and a label for each coding beside them.
import { make } from "../parts/dom.mjs";
import { pieces, toPoints, toUnits } from "./text.mjs";

const NO_CODE = "#767676";
const LINES = 4;

// On a dark page a dark colour would be lost.
const lifted = (colour) => `light-dark(${colour}, color-mix(in srgb, ${colour} 60%, white))`;

export class Turn {
  constructor(turn, index) {
    Object.assign(this, turn, { index, looks: "[]" });
    this.points = toPoints(turn.text, turn.text.length);
    this.end = turn.start + this.points;
    this.who = make("div", { class: "wb-who" }, turn.speaker ?? "", turn.time ? make("small", {}, turn.time) : null);
    this.words = make("div", { class: "wb-words", dir: "auto" }, turn.text);
    this.labels = make("div", { class: "wb-labels" });
    this.row = make("div", { class: "wb-turn", role: "listitem", tabindex: index ? "-1" : "0", "data-testid": "turn",
      "data-index": index, "data-role": turn.role }, this.who, this.words, this.labels);
  }

  // Draw these codings, if they are others than before.
  draw(codings, colours, coder) {
    const looks = JSON.stringify(codings.map((c) => [c, colours.get(c.code)]));
    if (looks === this.looks) return false;
    this.looks = looks;
    const here = codings.map((c) => ({ ...c, from: this.units(c.start), to: this.units(c.end) }));
    const focused = this.labels.contains(document.activeElement);
    this.words.replaceChildren(...pieces(this.text, here).map((piece) => this.piece(piece, colours)));
    this.labels.replaceChildren(...here.map((coding) => this.label(coding, colours, coder)));
    if (focused) this.row.focus({ preventScroll: true });
    return true;
  }

  units(place) {
    return toUnits(this.text, Math.min(Math.max(place - this.start, 0), this.points));
  }

  piece({ from, to, codings }, colours) {
    const words = this.text.slice(from, to);
    if (!codings.length) return document.createTextNode(words);
    const mark = make("mark", { "data-codings": codings.map((c) => c.id).join(" ") }, words);
    const lines = [...new Set(codings.map((c) => colours.get(c.code) || NO_CODE))].slice(0, LINES).map(lifted);
    mark.style.backgroundImage = lines.map((c) => `linear-gradient(${c}, ${c})`).join(", ");
    mark.style.backgroundPosition = lines.map((_, i) => `0 calc(100% - ${8 - 3 * i}px)`).join(", ");
    return mark;
  }

  // A coding is labelled where it begins; in later turns that it reaches into, a quieter label says that it goes on.
  label(coding, colours, coder) {
    const begins = coding.start >= this.start;
    const agreed = coding.layer === "agreed";
    const mine = coding.coder === coder && !agreed;
    const whose = agreed ? "agreed" : mine ? "" : coding.coder;
    const state = coding.state ?? "saved";
    const name = make("button", { type: "button", class: "wb-name", tabindex: "-1",
      "aria-label": `${coding.code}${whose ? `, ${whose}` : ""}${state === "saved" ? "" : ", not saved yet"}` },
    begins ? coding.code : `… ${coding.code}`, whose ? make("small", {}, ` ${whose}`) : null);
    const label = make("div", { class: "wb-label", "data-testid": begins ? "coding" : "coding-goes-on", "data-id": coding.id,
      "data-code": coding.code, "data-start": coding.start, "data-end": coding.end, "data-coder": coding.coder,
      "data-state": state, title: coding.memo || null }, name,
    mine ? make("button", { type: "button", class: "wb-remove", tabindex: "-1", "aria-label": `Remove ${coding.code}`,
      title: "Remove (Delete)" }, "×") : null);
    label.style.setProperty("--colour", lifted(colours.get(coding.code) || NO_CODE));
    return label;
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
  reachable(yes) {
    this.row.tabIndex = yes ? 0 : -1;
    for (const button of this.labels.querySelectorAll("button")) button.tabIndex = yes ? 0 : -1;
  }
}
