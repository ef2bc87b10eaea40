// The tree of codes beside the text, with how often each is used here and in all, what it means, and what can be done.
import { isTyping, make } from "../parts/dom.mjs";
import { branch, withDepth } from "./codes.mjs";

const MEANS = [["definition", ""], ["when_to_use", "Use it when"], ["when_not_to_use", "Not when"], ["example", "For example"], ["near_miss", "Near, but not"]];

export class CodeTree {
  // `does` holds what the tree asks for: show(name), rename(name, to), move(name, parent), and by name recolour, merge,
  // moveUnder, note, like, pin(name, digit), menu(name), openNote(note), leave(), and command(event), which a key means.
  constructor(does, memory) {
    Object.assign(this, { does, memory, codes: [], notes: [], pins: {} });
    this.list = make("ul", { role: "tree", "aria-label": "Codes; Enter shows only one code's passages" });
    this.about = make("div", { class: "wb-about", "aria-live": "off" });
    this.root = make("nav", { class: "wb-tree", "data-testid": "code-tree", "aria-label": "Codes" }, this.list, this.about);
    this.list.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("focusin", (event) => this.tell(event.target.closest("li")?.dataset.code));
    this.list.addEventListener("mouseover", (event) => { if (!this.list.contains(document.activeElement)) this.tell(event.target.closest("li")?.dataset.code); });
    this.about.addEventListener("click", (event) => { const note = event.target.closest("[data-note]")?.dataset.note; if (note) this.does.openNote(note); });
    this.dragging();
  }

  // `here` and `elsewhere` map names to numbers of codings; `chosen` is the code that the text is filtered to, or null.
  draw(codes, here, elsewhere, chosen, notes, pins) {
    const shown = codes.filter((code) => !code.archived || here.get(code.name));
    if (this.list.querySelector("input")) return;
    const looks = JSON.stringify([shown, chosen, notes, pins, [...this.closed()]]);
    const changed = looks !== this.looks;
    Object.assign(this, { looks, codes, notes, pins, drawn: [codes, here, elsewhere, chosen, notes, pins] });
    if (!changed) {
      for (const item of this.list.querySelectorAll("li[data-code]")) this.count(item, here, elsewhere);
      return;
    }
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("li")?.dataset.code : null;
    const closed = this.closed();
    const hidden = new Set(shown.filter((code) => closed.has(code.name)).flatMap((code) => [...branch(shown, code.name)].filter((name) => name !== code.name)));
    const visible = withDepth(shown).filter((code) => !hidden.has(code.name));
    const tabbed = visible.some((code) => code.name === this.at) ? this.at : chosen ?? visible[0]?.name;
    this.list.replaceChildren(...visible.map((code) => this.item(code, { here, elsewhere, chosen, closed, tabbed })));
    if (!shown.length) this.list.append(make("li", { class: "wb-none", role: "none" }, "No codes yet. Choose words in the text and type a first one."));
    if (focused !== null) this.focus(focused);
    if (this.told) this.tell(this.told);
  }

  item(code, { here, elsewhere, chosen, closed, tabbed }) {
    const digit = Object.keys(this.pins).find((one) => this.pins[one] === code.name);
    const parent = this.codes.some((one) => one.parent === code.name);
    const item = make("li", { role: "treeitem", "aria-level": code.depth + 1, "aria-selected": code.name === chosen, "data-code": code.name, draggable: "true",
      tabindex: code.name === tabbed ? "0" : "-1", "aria-expanded": parent ? String(!closed.has(code.name)) : null,
      "data-state": code.state ?? "saved", "data-about": [digit ? `key ${digit}` : "", code.archived ? "archived" : "", code.state ? "not saved yet" : ""].filter(Boolean).join(", ") },
    make("span", { class: "wb-name" }, code.name), digit ? make("kbd", {}, digit) : null, code.archived ? make("small", {}, "archived") : null,
    make("span", { class: "wb-count" }),
    make("span", { class: "wb-more", title: "What can be done with it", "aria-hidden": "true" }, "⋯"));
    item.style.setProperty("--colour", code.colour || "#767676");
    item.style.setProperty("--depth", code.depth);
    this.count(item, here, elsewhere);
    return item;
  }

  // How often it is used; written only where that differs.
  count(item, here, elsewhere) {
    const { code, about } = item.dataset;
    const count = here.get(code) ?? 0;
    const all = count + (elsewhere[code] ?? 0);
    const [shown, says] = [item.querySelector(".wb-count"), `${count || "·"} / ${all}`];
    if (shown.textContent === says) return;
    shown.textContent = says;
    shown.title = `${count} here, ${all} in all transcripts, by those who are shown`;
    item.setAttribute("aria-label", [code, `${count} here`, `${all} in all`, about].filter(Boolean).join(", "));
  }

  find(name) {
    return [...this.list.children].find((item) => item.dataset.code === name);
  }

  focus(name) {
    const item = this.find(name) ?? this.list.querySelector("li[data-code]");
    if (!item) return;
    for (const other of this.list.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
    this.at = item.dataset.code;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  // What a code means, below the tree.
  tell(name) {
    const code = this.codes.find((one) => one.name === name);
    if (!code) return;
    this.told = name;
    const words = MEANS.filter(([field]) => code[field]).map(([field, before]) => make("p", {}, before ? make("b", {}, `${before} `) : null, code[field]));
    const notes = this.notes.filter((note) => note.target === name).map((note) => make("button", { type: "button", class: "wb-note", "data-note": note.id }, make("b", {}, `${note.coder}: `), note.text));
    this.about.replaceChildren(make("h4", {}, name), ...(code.aliases?.length ? [make("p", {}, make("b", {}, "Also "), code.aliases.join(", "))] : []),
      code.description ? make("p", {}, code.description) : "", ...words,
      code.description || words.length ? "" : make("p", { class: "wb-soft" }, "Not defined yet: its words are written on the page Codebook."), ...notes);
  }

  closed() {
    try {
      return new Set(JSON.parse(localStorage.getItem(this.memory) ?? "[]"));
    } catch {
      return new Set();
    }
  }

  fold(name, shut) {
    const closed = this.closed();
    if (shut) closed.add(name);
    else closed.delete(name);
    try {
      localStorage.setItem(this.memory, JSON.stringify([...closed]));
    } catch {
      // Where nothing may be kept, the tree stays open.
    }
    this.draw(...this.drawn);
  }

  click(event) {
    const item = event.target.closest("li[data-code]");
    if (!item || isTyping(event.target)) return;
    this.focus(item.dataset.code);
    if (event.target.closest(".wb-more")) this.does.menu(item.dataset.code);
    else this.pick(item);
  }

  pick(item) {
    this.does.show(item.getAttribute("aria-selected") === "true" ? null : item.dataset.code);
  }

  key(event) {
    const item = event.target.closest("li[data-code]");
    if (!item || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const name = item.dataset.code;
    const code = this.codes.find((one) => one.name === name);
    const step = { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling, Home: this.list.firstElementChild, End: this.list.lastElementChild }[event.key];
    const above = this.before(item);
    const run = {
      "tree:rename": () => this.rename(name), "tree:recolour": () => this.does.recolour(name), "tree:merge": () => this.does.merge(name),
      "tree:under": () => this.does.moveUnder(name), "tree:note": () => this.does.note(name), "tree:like": () => this.does.like(name), "tree:menu": () => this.does.menu(name),
      "tree:in": () => above && this.does.move(name, above),
      "tree:out": () => code.parent && this.does.move(name, this.codes.find((one) => one.name === code.parent)?.parent ?? null),
    }[event.key === "F2" ? "tree:rename" : event.key === "ContextMenu" ? "tree:menu" : this.does.command(event)];
    if (step?.dataset.code) this.focus(step.dataset.code);
    else if (event.key === "Enter" || event.key === " ") this.pick(item);
    else if (event.key === "ArrowLeft") { if (item.getAttribute("aria-expanded") === "true") this.fold(name, true); else if (code.parent) this.focus(code.parent); }
    else if (event.key === "ArrowRight") { if (item.getAttribute("aria-expanded") === "false") this.fold(name, false); }
    else if (/^[1-9]$/.test(event.key)) this.does.pin(name, event.key);
    else if (event.key === "Escape") this.does.leave();
    else if (run) run();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The code above it with the same parent.
  before(item) {
    const parent = (name) => this.codes.find((one) => one.name === name)?.parent ?? null;
    for (let one = item.previousElementSibling; one; one = one.previousElementSibling) {
      if (one.dataset.code && parent(one.dataset.code) === parent(item.dataset.code)) return one.dataset.code;
    }
    return null;
  }

  rename(name) {
    const item = this.find(name);
    if (!item) return;
    const input = make("input", { "aria-label": `New name of ${name}` });
    input.value = name;
    item.querySelector(".wb-name").replaceChildren(input);
    item.draggable = false;
    let done = false;
    const leave = (to) => {
      if (done) return;
      done = true;
      this.looks = null;
      input.remove();
      if (to && to !== name) { this.at = to; this.does.rename(name, to); }
      else this.draw(...this.drawn);
      this.focus(this.find(to) ? to : name);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") leave(input.value.trim());
      if (event.key === "Escape") leave(null);
    });
    input.addEventListener("blur", () => leave(null));
    input.focus();
    input.select();
  }

  // A code drawn onto another comes under it; drawn below the last one, to the top of the tree.
  dragging() {
    let name = null;
    const over = (event) => { const to = event.target.closest("li[data-code]")?.dataset.code ?? null; return name && to !== name && !(to && branch(this.codes, name).has(to)) ? { to } : null; };
    const clear = () => { for (const one of this.root.querySelectorAll(".wb-drop")) one.classList.remove("wb-drop"); };
    this.list.addEventListener("dragstart", (event) => {
      name = event.target.closest?.("li")?.dataset.code ?? null;
      event.dataTransfer?.setData("text/plain", name ?? "");
    });
    this.list.addEventListener("dragend", () => { name = null; clear(); });
    this.root.addEventListener("dragover", (event) => {
      const found = over(event);
      if (!found) return;
      event.preventDefault();
      clear();
      (this.find(found.to) ?? this.list).classList.add("wb-drop");
    });
    this.root.addEventListener("drop", (event) => {
      const found = over(event);
      clear();
      if (!found) return;
      event.preventDefault();
      if (this.codes.find((one) => one.name === name)?.parent !== found.to) this.does.move(name, found.to);
    });
  }
}
