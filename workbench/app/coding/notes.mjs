// Writing a note on a passage, a code or the transcript, beside what it is about.
import { make } from "../parts/dom.mjs";
import { Popover } from "./popover.mjs";

export class NoteEditor extends Popover {
  // `save(text)` is called with what is to be kept; an empty text puts a note away. Leaving by a click elsewhere keeps
  // what was written; only Escape drops it.
  constructor(home, { box, leave, about, text = "", save }) {
    super(home, box, (refocus) => { if (!refocus) this.keep(false); else leave(true); }, { class: "wb-write", role: "group", "aria-label": `Note on ${about}` });
    this.done = leave;
    this.save = save;
    this.before = text;
    this.area = make("textarea", { "aria-label": `Note on ${about}`, rows: "4", "data-testid": "note-text" });
    this.area.value = text;
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") event.stopPropagation();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.keep(true); }
    });
    const keep = make("button", { type: "button" }, "Keep");
    keep.addEventListener("click", () => this.keep(true));
    this.root.append(make("strong", {}, `Note on ${about}`), this.area,
      make("p", { class: "wb-keysline" }, keep, " ", make("kbd", {}, "Ctrl+Enter"), " keeps it  ", make("kbd", {}, "Esc"), " drops it"));
    this.place();
    this.area.focus({ preventScroll: true });
  }

  keep(refocus) {
    const text = this.area.value.trim();
    if (text !== this.before.trim()) this.save(text);
    this.done(refocus);
  }
}
