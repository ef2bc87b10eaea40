// A colour from a set that colour-blind eyes tell apart: a row of buttons, moved through by the arrow keys.
import { lasting, make } from "./dom.mjs";

class Swatches {
  constructor(parent) {
    this.root = make("div", { class: "wb-swatches", role: "radiogroup", "aria-label": "Colour", "data-testid": "swatches" });
    parent.append(this.root);
    this.root.addEventListener("click", (event) => this.pick(event.target.closest("button")));
    this.root.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      const all = [...this.root.children];
      this.pick(all[(all.indexOf(event.target) + by + all.length) % all.length]);
    });
  }

  update(data, send) {
    Object.assign(this, { data, send });
    const focused = this.root.contains(document.activeElement);
    this.root.replaceChildren(...data.colours.map(([colour, name]) => {
      const here = colour.toLowerCase() === data.chosen.toLowerCase();
      const button = make("button", { type: "button", role: "radio", "aria-checked": here, "aria-label": name, title: name, "data-colour": colour,
        tabindex: here ? "0" : "-1" }, here ? "✓" : "");
      button.style.setProperty("--colour", colour);
      return button;
    }));
    const chosen = this.root.querySelector("[aria-checked=true]");
    if (!chosen && this.root.firstElementChild) this.root.firstElementChild.tabIndex = 0;
    if (focused) (chosen ?? this.root.firstElementChild)?.focus({ preventScroll: true });
  }

  pick(button) {
    if (!button || button.getAttribute("aria-checked") === "true") return;
    button.focus({ preventScroll: true });
    this.send("picked", { of: this.data.of, colour: button.dataset.colour, nonce: Date.now() });
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [swatches, cleanUp] = lasting(parentElement, "wbSwatches", () => new Swatches(parentElement));
  swatches.update(data, setTriggerValue);
  return cleanUp;
}
