// Searching within the transcript: all hits counted and marked, n and N step from one to the next.
import { make } from "../parts/dom.mjs";

const MARKED = 3000;

// The places of words in texts, whatever their case: [{turn, from, to}] in UTF-16 units, in order.
export function hits(texts, wanted) {
  if (!wanted.trim()) return [];
  const pattern = new RegExp(wanted.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu");
  return texts.flatMap((text, turn) => [...text.matchAll(pattern)].map((found) => ({ turn, from: found.index, to: found.index + found[0].length })));
}

export class Find {
  // `go(turn)` brings a turn into view, `back()` gives the focus back to the text.
  constructor({ go, back }) {
    Object.assign(this, { go, back, turns: [], found: [], at: -1 });
    this.input = make("input", { type: "search", placeholder: "Search here  /", "aria-label": "Search in this transcript", "data-testid": "find" });
    this.count = make("span", { class: "wb-count", role: "status", "data-testid": "find-count" });
    this.root = make("span", { class: "wb-find" }, this.input, this.count);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") { event.preventDefault(); this.step(event.shiftKey ? -1 : 1); }
      if (event.key === "Escape") { event.preventDefault(); this.input.value = ""; this.search(); this.back(); }
    });
  }

  search() {
    this.found = hits(this.turns.map((turn) => (turn.row.hidden ? "" : turn.text)), this.input.value);
    this.at = -1;
    this.tell();
    this.mark();
  }

  step(by) {
    if (!this.found.length) { this.tell(); return null; }
    this.at = (this.at + by + this.found.length + (this.at < 0 && by < 0 ? 1 : 0)) % this.found.length;
    this.tell();
    this.markHere();
    const turn = this.turns[this.found[this.at].turn];
    this.go(turn, this.range(this.found[this.at]));
    return turn;
  }

  tell() {
    const { length } = this.found;
    this.count.textContent = !this.input.value.trim() ? "" : length ? `${this.at < 0 ? "" : `${this.at + 1} of `}${length.toLocaleString("en")}${this.at < 0 ? (length === 1 ? " hit" : " hits") : ""}` : "no hit";
  }

  range({ turn, from, to }) {
    return this.turns[turn].range(from, to);
  }

  mark() {
    if (!window.CSS?.highlights) return;
    this.ranges = this.found.slice(0, MARKED).map((hit) => this.range(hit));
    if (this.found.length) CSS.highlights.set("wb-found", new Highlight(...this.ranges));
    else CSS.highlights.delete("wb-found");
    this.markHere();
  }

  markHere() {
    if (!window.CSS?.highlights) return;
    if (this.at < 0) CSS.highlights.delete("wb-found-here");
    else CSS.highlights.set("wb-found-here", new Highlight(this.range(this.found[this.at])));
  }

  // These turns were drawn anew, which takes the ranges in them away.
  redrawn(turns) {
    if (!this.found.length || !window.CSS?.highlights) return;
    const marked = CSS.highlights.get("wb-found");
    this.ranges.forEach((range, i) => {
      const hit = this.found[i];
      if (!turns.has(this.turns[hit.turn])) return;
      marked.delete(range);
      this.ranges[i] = this.range(hit);
      marked.add(this.ranges[i]);
    });
    this.markHere();
  }
}
