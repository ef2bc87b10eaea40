// The palette: a text box and the codes that fit what is typed in it, beside the chosen words.
import { make } from "../parts/dom.mjs";
import { matching } from "./codes.mjs";

const SHOWN = 40;

export class Palette {
  // `take(code, {fresh})` is called with the name chosen, `leave(refocus)` when the palette closes without one.
  constructor(home, { codes, recent, words, box, take, leave }) {
    Object.assign(this, { codes, recent, words, take, leave, at: 0, found: [] });
    this.input = make("input", { "data-testid": "code-palette-input", "aria-label": "Code for the chosen words",
      placeholder: "Type a code, Enter puts it on the words …", autocomplete: "off", spellcheck: "false", role: "combobox",
      "aria-expanded": "true", "aria-controls": "wb-palette-codes", "aria-autocomplete": "list" });
    this.options = make("ul", { role: "listbox", id: "wb-palette-codes", "aria-label": "Codes" });
    this.root = make("div", { class: "wb-palette", "data-testid": "code-palette" }, this.input, this.options);
    home.append(this.root);
    this.place(home, box);
    this.input.addEventListener("input", () => { this.at = 0; this.list(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => {
      if (this.root.isConnected && document.hasFocus() && !this.root.contains(document.activeElement)) this.leave(false);
    }, 150));
    this.list();
    this.input.focus({ preventScroll: true });
  }

  // Below the words, or above them where there is no room; never outside the view.
  place(home, box) {
    const around = home.getBoundingClientRect();
    const room = this.root.offsetHeight || 320;
    const below = box.bottom + 6 + room < window.innerHeight - 60;
    const top = below ? box.bottom + 6 : Math.max(50, Math.min(box.top - room - 6, window.innerHeight - room - 60));
    this.root.style.left = `${Math.max(0, Math.min(box.left - around.left, around.width - this.root.offsetWidth))}px`;
    this.root.style.top = `${top - around.top}px`;
  }

  list() {
    const typed = this.input.value.trim();
    const first = typed ? [] : this.recent.map((name) => this.codes.find((code) => code.name === name)).filter(Boolean);
    this.found = matching([...first, ...this.codes.filter((code) => !first.includes(code))], typed).slice(0, SHOWN);
    if (typed && !this.codes.some((code) => code.name === typed)) this.found.push({ name: typed, fresh: true });
    this.at = Math.min(this.at, Math.max(this.found.length - 1, 0));
    this.options.replaceChildren(...this.found.map((code, i) => this.option(code, i)));
    if (!this.found.length) this.options.append(make("li", { class: "wb-none" }, "No code yet: type a name for the first one."));
    this.options.children[this.at]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.found.length ? `wb-option-${this.at}` : "");
  }

  option(code, i) {
    const label = code.fresh ? `New code “${code.name}”` : code.name;
    const under = code.fresh ? "Ctrl+Enter makes it at once" : [code.parent, code.description].filter(Boolean).join(" · ");
    const option = make("li", { role: "option", id: `wb-option-${i}`, "aria-selected": i === this.at }, label,
      under ? make("small", {}, under) : null);
    option.style.setProperty("--colour", code.colour ?? "transparent");
    option.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(code); });
    return option;
  }

  key(event) {
    event.stopPropagation();
    const command = event.ctrlKey || event.metaKey;
    const typed = this.input.value.trim();
    if (event.key === "Escape") this.leave(true);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : this.found.length - 1)) % Math.max(this.found.length, 1);
      this.list();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const known = this.codes.find((code) => code.name === typed);
      const chosen = command && typed ? known ?? { name: typed, fresh: true } : this.found[this.at];
      if (chosen) this.take(chosen);
    } else if (command && event.key.toLowerCase() === "c" && this.input.selectionStart === this.input.selectionEnd) {
      // The words look chosen, so copying copies them.
      event.preventDefault();
      navigator.clipboard?.writeText(this.words);
    }
  }

  remove() {
    this.root.remove();
  }
}
