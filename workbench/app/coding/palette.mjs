// The palette: a text box and the codes that fit what is typed in it, beside the chosen words.
import { make } from "../parts/dom.mjs";
import { inVivo, makeable, matching, withDepth } from "./codes.mjs";
import { Popover } from "./popover.mjs";

const SHOWN = 40;

export class Palette extends Popover {
  // `take(codes)` is called with the codes chosen. For words to be coded `words` are given: then new codes can be made,
  // several be taken at once (Shift+Enter), a digit or the repeating key, typed first, takes its code, and `note()` writes
  // one on the words instead.
  constructor(home, { box, leave, take, codes, recent = [], words = null, pins = {}, repeat = ".", note, says }) {
    super(home, box, leave, { class: "wb-palette", "data-testid": "code-palette" });
    Object.assign(this, { codes: codes.filter((code) => !code.archived), recent, words, pins, repeat, take, at: 0, found: [], several: [] });
    this.input = make("input", { "data-testid": "code-palette-input", "aria-label": says, placeholder: says, autocomplete: "off", spellcheck: "false",
      role: "combobox", "aria-expanded": "true", "aria-controls": "wb-palette-codes", "aria-autocomplete": "list" });
    this.chips = make("div", { class: "wb-chips", hidden: "" });
    this.options = make("ul", { role: "listbox", id: "wb-palette-codes", "aria-label": "Codes" });
    this.hint = make("p", { class: "wb-keysline" });
    this.root.append(this.chips, this.input, this.options, this.hint);
    if (words !== null) {
      this.hint.append(...[["Shift+Enter", "and another"], ["Ctrl+Enter", "new code, or the words as code"]].flatMap(([key, what]) => [make("kbd", {}, key), ` ${what}  `]));
      const button = make("button", { type: "button" }, "Note");
      button.addEventListener("click", note);
      this.hint.append(button);
    }
    this.input.addEventListener("input", () => { this.at = 0; this.list(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.options.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.pick(this.found[[...this.options.children].indexOf(option)], event.ctrlKey || event.shiftKey || event.metaKey);
    });
    this.list();
    this.place();
    this.input.focus({ preventScroll: true });
  }

  list() {
    const typed = this.input.value.trim();
    if (typed) {
      this.found = matching(this.codes, typed).slice(0, SHOWN);
      if (this.words !== null) {
        const made = makeable(this.codes, typed);
        this.found = [...made.filter((code) => !code.fresh), ...this.found.filter((code) => !made.includes(code)), ...made.filter((code) => code.fresh)];
      }
    } else {
      const first = this.recent.map((name) => this.codes.find((code) => code.name === name)).filter(Boolean);
      // The tree stands whole below the last used ones, or its branches would have holes.
      this.found = [...first, ...withDepth(this.codes)].slice(0, SHOWN * 5);
    }
    this.at = Math.min(this.at, Math.max(this.found.length - 1, 0));
    this.options.replaceChildren(...this.found.map((code, i) => this.option(code, i, typed)));
    if (!this.found.length) this.options.append(make("li", { class: "wb-none", role: "option", "aria-disabled": "true" }, this.words === null ? "No code fits." : "No code yet: type a name for the first one."));
    this.mark();
  }

  mark() {
    this.found.forEach((_, i) => this.options.children[i].setAttribute("aria-selected", i === this.at));
    // Only the list itself is scrolled: bringing an option into view would move the page, too.
    const [option, list] = [this.options.children[this.at], this.options];
    if (option && option.offsetTop < list.scrollTop) list.scrollTop = option.offsetTop;
    else if (option) list.scrollTop = Math.max(list.scrollTop, option.offsetTop + option.offsetHeight - list.clientHeight);
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `wb-option-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  option(code, i, typed) {
    const label = code.fresh ? `New code “${code.name}”${code.parent ? ` under ${code.newParent ? "new " : ""}“${code.parent}”` : ""}` : code.name;
    const alias = typed && code.aliases?.find((one) => one.toLowerCase().includes(typed.toLowerCase()));
    const under = code.fresh ? (i === 0 || code.parent ? "" : "Ctrl+Enter makes it at once")
      : [code.depth === undefined ? code.parent : null, alias ? `also: ${alias}` : null, code.description].filter(Boolean).join(" · ");
    const digit = Object.keys(this.pins).find((one) => this.pins[one] === code.name);
    const option = make("li", { role: "option", id: `wb-option-${i}`, "aria-selected": "false", "aria-description": code.depth && code.parent ? `under ${code.parent}` : null }, digit && !code.fresh ? make("kbd", {}, digit) : null, label,
      under ? make("small", {}, under) : null);
    option.style.setProperty("--colour", code.colour || "transparent");
    option.style.setProperty("--depth", code.depth ?? 0);
    return option;
  }

  // Take a code and all that were set aside; or, with `more`, set it aside and go on choosing.
  pick(code, more) {
    if (code && !this.several.some((one) => one.name === code.name)) this.several.push(code);
    if (!more || this.words === null) {
      if (this.several.length) this.take(this.several);
      return;
    }
    this.chips.hidden = false;
    this.chips.replaceChildren(...this.several.map((one) => make("span", { class: "wb-chip" }, one.name)));
    this.input.value = "";
    this.at = 0;
    this.list();
  }

  key(event) {
    const command = event.ctrlKey || event.metaKey;
    const typed = this.input.value.trim();
    if (event.key !== "Escape") event.stopPropagation();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : this.found.length - 1)) % Math.max(this.found.length, 1);
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (command && this.words !== null) this.make(typed, event.shiftKey);
      // Enter on an empty box takes what was set aside, and no further code by chance.
      else this.pick(this.several.length && !typed && this.at === 0 && !event.shiftKey ? null : this.found[this.at], event.shiftKey);
    } else if (command && event.key.toLowerCase() === "c" && this.input.selectionStart === this.input.selectionEnd) {
      // The words look chosen, so copying copies them.
      event.preventDefault();
      navigator.clipboard?.writeText(this.words ?? "");
    } else if (!typed && !command && !event.altKey && this.words !== null) {
      const wanted = event.key === this.repeat ? this.recent[0] : this.pins[event.key];
      const code = wanted && this.codes.find((one) => one.name === wanted);
      if (!code) return;
      event.preventDefault();
      this.pick(code, false);
    }
  }

  // A new code of what was typed, or of the words themselves.
  make(typed, more) {
    const name = typed || inVivo(this.words);
    const known = this.codes.find((code) => code.name.toLowerCase() === name.toLowerCase());
    this.pick(known ?? makeable(this.codes, typed)[0] ?? { name, fresh: true }, more);
  }
}
