// Keys that act on the row that is chosen wait until the page shows that row: a letter right behind an arrow would be
// taken by the button of the row before.
import { isTyping } from "./dom.mjs";

const STARTING = 200;
const LONGEST = 15000;

export class HeldKeys {
  // `behind()`: whether a choice has not been answered yet.
  constructor(behind) {
    Object.assign(this, { behind, keys: [], passed: 0 });
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey, true);
  }

  key(event) {
    if (this.letting || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key.length > 1 && event.key !== "Delete" && event.key !== "F2") || event.key === " ") return;
    const steps = event.key === "j" || event.key === "k";
    if (!this.keys.length && (steps || this.atRest())) {
      if (!steps) this.passed = Date.now();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    this.keys.push(event);
    this.since = Date.now();
    this.waiting ??= setInterval(() => this.look(), 40);
  }

  // The page is drawn, and no key was pressed just now that may have it drawn again.
  atRest() {
    const state = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState ?? "notRunning";
    return !this.behind() && state === "notRunning" && Date.now() - this.passed > STARTING;
  }

  look() {
    if (Date.now() - this.since > LONGEST) this.keys = []; // so late, nobody expects it any more
    if (this.keys.length && this.atRest()) this.let(this.keys.shift());
    if (this.keys.length) return;
    clearInterval(this.waiting);
    this.waiting = undefined;
  }

  let({ key, code, keyCode, shiftKey }) {
    this.since = this.passed = Date.now();
    this.letting = true;
    for (const kind of ["keydown", "keyup"]) {
      const again = new KeyboardEvent(kind, { key, code, keyCode, which: keyCode, shiftKey, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(again);
    }
    this.letting = false;
  }

  leave() {
    clearInterval(this.waiting);
    document.removeEventListener("keydown", this.onKey, true);
  }
}
