// More passages like those of a code, found by the study in this transcript: one after the other, taken or refused.
import { make } from "../parts/dom.mjs";

export class Likeness {
  // `does` are take(code, passage), refuse(code, passage), go(passage), leave().
  constructor(does) {
    Object.assign(this, { does, code: null, found: [], at: 0 });
    this.says = make("span", { role: "status", "data-testid": "like-says" });
    this.buttons = [["take", "Take", "y"], ["refuse", "Refuse", "x"], ["skip", "Next", "]"], ["close", "Close", "Esc"]].map(([what, says, key]) => {
      const button = make("button", { type: "button", "data-do": what }, says, make("kbd", {}, key));
      button.addEventListener("click", () => this.run(what));
      return button;
    });
    this.root = make("div", { class: "wb-like", role: "group", "aria-label": "Passages offered", "data-testid": "like", hidden: "" }, this.says, ...this.buttons);
  }

  get isOpen() {
    return this.code !== null;
  }

  ask(code) {
    Object.assign(this, { code, found: [], at: 0, asking: true });
    this.draw();
  }

  // What the study answered: {code, found: [{start, end, why}], trouble}.
  answer({ code, found, trouble }) {
    if (code !== this.code) return;
    Object.assign(this, { found, at: 0, asking: false, trouble });
    this.draw();
    if (found.length) this.does.go(found[0]);
  }

  run(what) {
    const passage = this.found[this.at];
    if (what === "close") this.close();
    else if (!passage) return;
    else if (what === "skip" || what === "skip back") this.step(what === "skip" ? 1 : -1);
    else {
      this.found.splice(this.at, 1);
      this.at = Math.min(this.at, Math.max(this.found.length - 1, 0));
      this.does[what](this.code, passage);
      this.draw();
      if (this.found.length) this.does.go(this.found[this.at]);
    }
  }

  step(by) {
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.draw();
    this.does.go(this.found[this.at]);
  }

  close() {
    Object.assign(this, { code: null, found: [], asking: false });
    this.draw();
    this.does.leave();
  }

  draw() {
    this.root.hidden = !this.isOpen;
    const passage = this.found[this.at];
    this.says.textContent = !this.isOpen ? ""
      : this.asking ? `Looking for passages like “${this.code}” …`
        : passage ? `Like “${this.code}”, ${this.at + 1} of ${this.found.length}: ${passage.why}`
          : this.trouble || `No more passages like “${this.code}” in this transcript.`;
    for (const button of this.buttons) button.hidden = !passage && button.dataset.do !== "close";
  }

  // Dotted marks in the text, the current one with a ground.
  mark(rangesOf) {
    if (!window.CSS?.highlights) return;
    for (const name of ["wb-like", "wb-like-here"]) CSS.highlights.delete(name);
    if (!this.found.length) return;
    CSS.highlights.set("wb-like", new Highlight(...this.found.flatMap(rangesOf)));
    CSS.highlights.set("wb-like-here", new Highlight(...rangesOf(this.found[this.at])));
  }
}
