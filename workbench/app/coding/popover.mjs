// A small box over the text, beside what it is about. It leaves when the focus goes elsewhere.
import { make } from "../parts/dom.mjs";

export class Popover {
  // `leave(refocus)` is called when it should go: with true by Escape, with false because the focus is elsewhere.
  constructor(home, box, leave, attributes) {
    this.leave = leave;
    this.root = make("div", { ...attributes, class: `wb-popover ${attributes.class ?? ""}` });
    home.append(this.root);
    this.root.addEventListener("focusout", () => setTimeout(() => {
      if (this.root.isConnected && document.hasFocus() && !this.root.contains(document.activeElement)) leave(false);
    }, 150));
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      leave(true);
    });
    this.home = home;
    this.box = box;
  }

  // Below the box, or above it where there is no room; never outside the view.
  place() {
    const around = this.home.getBoundingClientRect();
    const room = this.root.offsetHeight || 320;
    const below = this.box.bottom + 6 + room < window.innerHeight - 60;
    const top = below ? this.box.bottom + 6 : Math.max(50, Math.min(this.box.top - room - 6, window.innerHeight - room - 60));
    this.root.style.left = `${Math.max(0, Math.min(this.box.left - around.left, around.width - this.root.offsetWidth))}px`;
    this.root.style.top = `${top - around.top}px`;
  }

  remove() {
    this.root.remove();
  }
}

// Buttons one below the other, gone through by the arrow keys; each has its key: [{says, key, run}].
export class Menu extends Popover {
  constructor(home, box, leave, { title, entries }) {
    super(home, box, leave, { class: "wb-menu", role: "group", "aria-label": title });
    this.entries = entries;
    this.root.append(make("strong", {}, title), ...entries.map((entry) => this.button(entry)));
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.place();
    this.root.querySelector("button").focus({ preventScroll: true });
  }

  button({ says, key, run, colour, chosen }) {
    const button = make("button", { type: "button", "aria-pressed": chosen === undefined ? null : String(chosen) }, says, key ? make("kbd", {}, key) : null);
    if (colour) button.style.setProperty("--colour", colour);
    if (colour) button.classList.add("wb-swatch");
    button.addEventListener("click", run);
    return button;
  }

  key(event) {
    const buttons = [...this.root.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const entry = event.ctrlKey || event.metaKey || event.altKey ? null : this.entries.find(({ key }) => key === event.key);
    if (!step && !entry) return;
    event.preventDefault();
    event.stopPropagation();
    if (entry) entry.run();
    else buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus({ preventScroll: true });
  }
}
