// The keys of the coding view: what each does, and the keys that a coder would rather have.
import { make } from "../parts/dom.mjs";

// What can have another key: name, key, what it does. Those named `tree:` are for a code in the tree, the others for the
// text; a key may mean something in either.
export const COMMANDS = [
  ["word", "w", "Next word"],
  ["word back", "W", "Previous word"],
  ["again", ".", "Put the code used last on the chosen words"],
  ["vivo", "v", "Code with the words themselves (in vivo)"],
  ["here", "e", "List the codings here: change, borders, note, remove"],
  ["note", "m", "Note on the coding, or on the transcript"],
  ["codes", "b", "To the tree of codes"],
  ["only", "f", "Show only passages of the code used last; again: all"],
  ["find", "/", "Search in this transcript"],
  ["next", "n", "Next hit"],
  ["previous", "N", "Previous hit"],
  ["jump", "t", "Go to a turn or a time"],
  ["open", "u", "Next turn that is not coded"],
  ["open back", "U", "Turn before that is not coded"],
  ["transcript", ">", "Next transcript, at the place where you were in it"],
  ["transcript back", "<", "Transcript before"],
  ["dispute", "d", "Next disagreement between those who are shown"],
  ["dispute back", "D", "Disagreement before"],
  ["like", "l", "More passages like those of the code"],
  ["take", "y", "Take the passage offered"],
  ["refuse", "x", "Refuse the passage offered"],
  ["skip", "]", "Next passage offered"],
  ["skip back", "[", "Passage offered before"],
  ["play", "p", "Play from the turn, or stop"],
  ["back", ",", "Some seconds back"],
  ["slower", "-", "Slower"],
  ["faster", "+", "Faster"],
  ["tree:rename", "r", "In the tree: rename the code"],
  ["tree:recolour", "k", "In the tree: another colour"],
  ["tree:merge", "j", "In the tree: join it into another code"],
  ["tree:under", "v", "In the tree: move it under another code"],
  ["tree:in", ">", "In the tree: move it under the one above"],
  ["tree:out", "<", "In the tree: move it out"],
  ["tree:note", "m", "In the tree: note on the code"],
  ["tree:like", "l", "In the tree: more passages like those of the code"],
  ["tree:menu", "o", "In the tree: all that can be done with it"],
];

const placeOf = (name) => (name.startsWith("tree:") ? "tree" : "text");

const FIXED = [
  ["↑ ↓", "Turn before, turn after"],
  ["→ ←", "Next, previous sentence of the turn"],
  ["Shift+→ Shift+←", "Move the end by a word: of the chosen words, or of the coding that has the focus"],
  ["Ctrl+→ Ctrl+←", "Move the beginning by a word"],
  ["Shift+↓ Shift+↑", "One turn more, one turn less"],
  ["Enter", "Code the chosen words, or the whole turn; keep moved borders; on a code: what can be done with it"],
  ["1 … 9", "Put the code pinned to the digit on the words"],
  ["Shift+Enter", "In the palette: this code and another"],
  ["Ctrl+Enter", "In the palette: make a new code of what was typed (parent/name makes it under a parent), or of the words"],
  ["Tab", "To the codes of the turn"],
  ["Delete", "On a code: take it off the passage"],
  ["Esc", "Leave; choose nothing"],
  ["→ ←", "In the tree: open, close"],
];

const SAID = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", " ": "Space" };
const LONE = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Unidentified"];

// How a pressed key is written: what it types, with the keys held where these do not change what it types.
export function pressed(event) {
  if (LONE.includes(event.key)) return null;
  const typed = event.key.length === 1;
  const held = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey && !typed ? "Shift" : ""].filter(Boolean);
  return [...held, SAID[event.key] ?? event.key].join("+");
}

export class Keys {
  constructor() {
    this.own = {};
  }

  key(name) {
    return this.own[name] ?? COMMANDS.find((command) => command[0] === name)[1];
  }

  // The command that a key means in the "text" or in the "tree", null where it means none.
  command(event, place = "text") {
    const key = pressed(event);
    return key && (COMMANDS.find(([name]) => placeOf(name) === place && this.key(name) === key)?.[0] ?? null);
  }

  lines() {
    return [...FIXED, ...COMMANDS.map(([name, , says]) => [this.key(name), says])];
  }

  // Why a key cannot be had for a command; null where it can.
  refusal(name, key) {
    if (/^[1-9]$/.test(key)) return "Digits are for pinned codes.";
    if (/^(Ctrl\+|Alt\+|Shift\+)*([←→↑↓]|Enter|Escape|Tab|Delete|Backspace|\?|g)$/.test(key) || /^Ctrl\+[zyc]$/i.test(key)) return `${key} has its own meaning everywhere.`;
    const other = COMMANDS.find(([one]) => one !== name && placeOf(one) === placeOf(name) && this.key(one) === key);
    return other ? `${key} is taken: ${other[2]}.` : null;
  }
}

// A list of all commands; a click on a key, then the key that is wanted. `save(own)` keeps them.
export class KeysDialog {
  constructor(home, keys, save) {
    Object.assign(this, { keys, save });
    this.says = make("p", { role: "status", class: "wb-keysline" });
    this.list = make("dl", {});
    const reset = make("button", { type: "button" }, "As they were at first");
    reset.addEventListener("click", () => this.keep({}));
    const close = make("button", { type: "button" }, "Close");
    close.addEventListener("click", () => this.root.close());
    this.root = make("dialog", { class: "wb-keys wb-own-keys", "aria-label": "My keys" }, make("h3", {}, "My keys"),
      make("p", {}, "Choose a command, then press the key that you want for it. They are kept in this study, for you."), this.says, this.list, reset, " ", close);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("close", () => this.root.remove());
    home.append(this.root);
    this.draw();
    this.root.showModal();
  }

  draw() {
    this.list.replaceChildren(...COMMANDS.flatMap(([name, , says]) => {
      const button = make("button", { type: "button", "data-command": name, "aria-label": `${says}: ${this.keys.key(name)}` }, make("kbd", {}, this.keys.key(name)));
      button.addEventListener("click", () => { this.waiting = name; this.says.textContent = `Press the key for: ${says}`; });
      return [make("dt", {}, button), make("dd", {}, says)];
    }));
  }

  key(event) {
    event.stopPropagation();
    if (!this.waiting || event.key === "Tab") return;
    const key = pressed(event);
    if (!key) return;
    event.preventDefault();
    const name = this.waiting;
    if (event.key === "Escape") { this.waiting = null; this.says.textContent = ""; return; }
    const refusal = this.keys.refusal(name, key);
    if (refusal) { this.says.textContent = refusal; return; }
    this.keep({ ...this.keys.own, [name]: key });
    this.list.querySelector(`[data-command="${name}"]`).focus();
  }

  keep(own) {
    this.waiting = null;
    this.keys.own = own;
    this.save(own);
    this.says.textContent = "Kept.";
    this.draw();
  }
}
