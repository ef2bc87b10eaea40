// The line at the foot of every page: what was done last, Undo and Redo beside it, and the keys that work everywhere.
import { isTyping, lasting, make } from "./dom.mjs";

// Esc leaves a field, so that letters are keys again. A list that is open, a dialog and the fields of the coding view and
// the palette have an Esc of their own.
function leaveField(field) {
  if (field.getAttribute("aria-expanded") !== "true" && !field.closest("dialog, [role=dialog]")) field.blur();
}

class Foot {
  constructor(parent) {
    this.said = make("span", { class: "wb-done", "data-testid": "said", role: "status" });
    this.undo = this.button("undo", "Undo", "Ctrl+Z");
    this.redo = this.button("redo", "Redo", "Ctrl+Shift+Z");
    const help = make("button", { type: "button", class: "wb-quiet", title: "Keys of this page (?)" }, "Keys");
    help.addEventListener("click", () => this.explain());
    this.keys = make("dialog", { class: "wb-keys", "aria-label": "Keys", tabindex: "-1", autofocus: "" });
    this.keys.addEventListener("click", (event) => { if (event.target === this.keys) this.keys.close(); });
    this.memo = make("button", { type: "button", class: "wb-quiet", "data-testid": "prompt", title: "Write a memo on it, if you like" });
    this.memo.addEventListener("click", () => this.send("memo", Date.now()));
    this.root = make("div", { class: "wb-foot" }, this.undo, this.redo, this.said, this.memo, help, this.keys);
    parent.append(this.root);
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
  }

  button(what, label, keys) {
    const button = make("button", { type: "button", "data-testid": what, title: `${label} (${keys})` }, label);
    button.addEventListener("click", () => this.ask(what));
    return button;
  }

  update(data, send) {
    Object.assign(this, { data, send });
    this.said.textContent = this.said.title = data.text;
    this.memo.textContent = data.prompt ? `${data.prompt} Write a memo` : "";
    this.memo.hidden = !data.prompt;
    this.said.classList.toggle("wb-wrong", data.kind === "error");
    this.undo.title = data.undo ? `Undo: ${data.undo} (Ctrl+Z)` : "Undo (Ctrl+Z)";
  }

  // The coding view takes undo and redo itself, so that they stand in line behind codings still on their way.
  ask(what) {
    if (document.dispatchEvent(new CustomEvent(`workbench-${what}`, { cancelable: true }))) this.send(what, Date.now());
  }

  key(event) {
    if (event.defaultPrevented || event.altKey) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") leaveField(event.target);
      return;
    }
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
      event.preventDefault();
      this.ask(key === "y" || event.shiftKey ? "redo" : "undo");
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (event.key === "?") {
      event.preventDefault();
      this.explain();
    } else if (this.going && Date.now() - this.going < 1500) {
      this.going = null;
      const page = Object.keys(this.data.pages).find((letter) => letter === key);
      if (page) this.go(this.data.pages[page]);
    } else if (key === "g") {
      this.going = Date.now();
    } else if (event.key === "/") {
      event.preventDefault();
      this.search();
    }
  }

  // The page's own search field, else the page Search.
  search() {
    const field = document.querySelector('[data-testid="stMain"] :is(.st-key-s, .st-key-q) input');
    const page = Object.values(this.data.pages).find(([address]) => address === "search");
    if (field) field.select();
    else if (page) this.go(page);
  }

  go([address]) {
    const links = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')];
    links.find((link) => new URL(link.href).pathname.replace(/\/$/, "").endsWith(`/${address}`) || (!address && link === links[0]))?.click();
    // What had the focus belongs to the page that was left: Enter would act on it.
    document.activeElement?.blur();
  }

  explain() {
    const line = ([keys, what]) => [make("dt", {}, ...keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "])), make("dd", {}, what)];
    const everywhere = [["Ctrl+Z", "Undo"], ["Ctrl+Shift+Z", "Redo"], ["/", "Search"], ["?", "These keys"],
      ...Object.entries(this.data.pages).map(([letter, [, title]]) => [`g ${letter}`, `Go to ${title}`])];
    // A page whose keys can be changed says which they are now, and how to change them.
    const asked = new CustomEvent("workbench-keys", { detail: { keys: this.data.keys, change: null } });
    document.dispatchEvent(asked);
    const { keys, change } = asked.detail;
    const close = make("button", { type: "button" }, "Close");
    close.addEventListener("click", () => this.keys.close());
    const other = change ? make("button", { type: "button" }, "Change keys …") : null;
    other?.addEventListener("click", () => { this.keys.close(); change(); });
    this.keys.replaceChildren(
      ...(keys.length ? [make("h3", {}, "On this page"), make("dl", {}, ...keys.flatMap(line))] : []),
      make("h3", {}, "Everywhere"), make("dl", {}, ...everywhere.flatMap(line)), close, ...(other ? [" ", other] : []));
    if (this.keys.open) return;
    this.keys.showModal();
    this.keys.scrollTop = 0;
  }

  leave() {
    document.removeEventListener("keydown", this.onKey);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [foot, cleanUp] = lasting(parentElement, "wbFoot", () => new Foot(parentElement));
  foot.update(data, setTriggerValue);
  return cleanUp;
}
