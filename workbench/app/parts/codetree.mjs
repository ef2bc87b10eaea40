// The codebook as a tree: chosen, opened, moved and put in order by keys or by dragging. What a move would touch is said
// at its foot before it is done.
import { isTyping, lasting, make } from "./dom.mjs";

const PAUSE = 120;

// Where a code would go: `parent` and the sibling it would stand `before` (null: last), or null where it cannot.
export function placeFor(rows, code, target, zone) {
  const row = rows.find((one) => one.key === target);
  if (!row || target === code || branchOf(rows, code).has(target)) return null;
  if (zone === "into") return { code, parent: target, before: null };
  if (zone === "before") return { code, parent: row.parent, before: target };
  const rest = rows.filter((one) => one.parent === row.parent && one.key !== code);
  return { code, parent: row.parent, before: rest[rest.findIndex((one) => one.key === target) + 1]?.key ?? null };
}

// Alt and an arrow: a place up or down among its siblings, in under the one above, out beside its parent.
export function stepFor(rows, code, key) {
  const row = rows.find((one) => one.key === code);
  const siblings = rows.filter((one) => one.parent === row.parent);
  const at = siblings.indexOf(row);
  if (key === "ArrowUp") return at > 0 ? { code, parent: row.parent, before: siblings[at - 1].key } : null;
  if (key === "ArrowDown") return at < siblings.length - 1 ? { code, parent: row.parent, before: siblings[at + 2]?.key ?? null } : null;
  if (key === "ArrowRight") return at > 0 ? { code, parent: siblings[at - 1].key, before: null } : null;
  const above = rows.find((one) => one.key === row.parent);
  return above ? placeFor(rows, code, above.key, "after") : null;
}

export function branchOf(rows, code) {
  const found = new Set([code]);
  for (const row of rows) if (found.has(row.parent)) found.add(row.key);
  return found;
}

// The rows as they stand once the code, and what is below it, has gone to its place.
export function moved(rows, { code, parent, before }) {
  const branch = branchOf(rows, code);
  const row = rows.find((one) => one.key === code);
  const deeper = (parent === null ? 0 : rows.find((one) => one.key === parent).depth + 1) - row.depth;
  const taken = rows.filter((one) => branch.has(one.key)).map((one) => ({ ...one, depth: one.depth + deeper, parent: one.key === code ? parent : one.parent }));
  const rest = rows.filter((one) => !branch.has(one.key));
  const under = parent === null ? null : branchOf(rest, parent);
  const last = under === null ? rest.length : rest.findLastIndex((one) => under.has(one.key)) + 1;
  const at = before === null ? last : rest.findIndex((one) => one.key === before);
  return [...rest.slice(0, at), ...taken, ...rest.slice(at)];
}

// A sentence on a move, the same as the command line gives.
export function toldOf(rows, { code, parent, before }) {
  const branch = branchOf(rows, code);
  const row = rows.find((one) => one.key === code);
  const number = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const below = branch.size > 1 ? ` with ${number(branch.size - 1, "code")} below it` : "";
  const codings = rows.filter((one) => branch.has(one.key)).reduce((sum, one) => sum + one.codings, 0);
  if (row.parent === parent) return before === null ? `Puts ‘${code}’${below} last` : `Puts ‘${code}’${below} before ‘${before}’`;
  return `Moves ‘${code}’${below} ${parent === null ? "to the top" : `under ‘${parent}’`}; ${number(codings, "coding")} stay as they are`;
}

class CodeTree {
  constructor(parent) {
    Object.assign(this, { count: 0, closed: new Set() });
    this.list = make("ul", { role: "tree" });
    this.head = make("div", { class: "wb-ct-head", "aria-hidden": "true" }, make("span", {}, "Code"), make("span", {}, "Codings"), make("span", { title: "Participants who speak to it" }, "People"));
    this.foot = make("p", { class: "wb-ct-foot", role: "status" });
    this.scroll = make("div", { class: "wb-ct-scroll" }, this.head, this.list);
    this.root = make("div", { class: "wb-codetree", "data-testid": "codebook-tree" }, this.scroll, this.foot);
    parent.append(this.root);
    this.list.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    for (const kind of ["dragstart", "dragover", "dragleave", "drop", "dragend"]) this.list.addEventListener(kind, (event) => this[kind](event));
    this.onKey = (event) => this.stepKey(event);
    document.addEventListener("keydown", this.onKey);
  }

  update(data, send) {
    Object.assign(this, { data, send });
    // Answers to earlier moves and choices come while later ones are on their way: what is drawn is not taken back.
    if (data.count >= this.count) {
      this.count = data.count;
      this.rows = data.rows;
      if (data.chosen !== this.chosen) this.show(data.chosen);
      this.chosen = data.chosen;
    }
    const looks = JSON.stringify([this.rows, data.label, data.height]);
    if (looks !== this.looks) {
      this.looks = looks;
      this.draw();
    } else {
      this.mark(false);
    }
  }

  draw() {
    const focused = this.list.contains(document.activeElement);
    const parents = new Set(this.rows.map((row) => row.parent));
    const hidden = new Set();
    for (const row of this.rows) if (hidden.has(row.parent) || this.closed.has(row.parent)) hidden.add(row.key);
    this.list.setAttribute("aria-label", this.data.label);
    this.scroll.style.maxHeight = this.data.height;
    this.list.replaceChildren(...this.rows.filter((row) => !hidden.has(row.key)).map((row) => {
      const has = parents.has(row.key);
      const open = has && !this.closed.has(row.key);
      const item = make("li", { role: "treeitem", "data-key": row.key, "data-testid": "row", "aria-level": row.depth + 1, draggable: "true", tabindex: "-1",
        "aria-expanded": has ? open : null, class: row.archived ? "wb-away" : "", title: row.about ? `${row.key}: ${row.about}` : row.key },
      make("span", { class: "wb-twist", "aria-hidden": "true" }, has ? (open ? "▾" : "▸") : ""),
      make("span", { class: "wb-swatch", "aria-hidden": "true" }),
      make("span", { class: "wb-name" }, row.label ?? row.key, row.archived ? make("small", {}, " archived") : null),
      make("span", { class: "wb-number" }, row.codings.toLocaleString("en")), make("span", { class: "wb-number" }, row.people.toLocaleString("en")));
      item.style.setProperty("--colour", row.colour || "#767676");
      item.style.setProperty("--depth", row.depth);
      return item;
    }));
    this.mark(false);
    if (focused) this.item(this.chosen)?.focus({ preventScroll: true });
  }

  item(key) {
    return [...this.list.children].find((item) => item.dataset.key === key);
  }

  // Lets a code be seen: what stands above it is opened.
  show(key) {
    let row = this.rows.find((one) => one.key === key);
    let opened = false;
    while (row && row.parent !== null) {
      opened = this.closed.delete(row.parent) || opened;
      row = this.rows.find((one) => one.key === row.parent);
    }
    if (opened) this.draw();
  }

  mark(scroll) {
    for (const item of this.list.children) {
      const chosen = item.dataset.key === this.chosen;
      item.setAttribute("aria-selected", chosen);
      item.tabIndex = chosen || (!this.item(this.chosen) && item === this.list.firstElementChild) ? 0 : -1;
      if (chosen && scroll) item.scrollIntoView({ block: "nearest" });
    }
  }

  choose(key, pause) {
    if (key === this.chosen) return;
    this.chosen = key;
    this.mark(true);
    this.count += 1;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.send("chosen", { key, count: this.count }), pause);
  }

  step(by) {
    const items = [...this.list.children];
    const next = items[Math.min(Math.max(items.indexOf(this.item(this.chosen)) + by, 0), items.length - 1)];
    if (next) this.choose(next.dataset.key, PAUSE);
    return next;
  }

  toggle(key, open) {
    if (open) this.closed.delete(key);
    else this.closed.add(key);
    this.draw();
  }

  click(event) {
    const item = event.target.closest("li");
    if (!item) return;
    const open = item.getAttribute("aria-expanded");
    if (open !== null && event.target.closest(".wb-twist")) this.toggle(item.dataset.key, open !== "true");
    else this.choose(item.dataset.key, 0);
  }

  // What is asked for carries its code along: a choice still waiting to be sent would come right behind, and of two
  // messages in one breath only the last is heard.
  act(act) {
    if (!act) return;
    clearTimeout(this.soon);
    this.chosen = act.code;
    this.count += 1;
    if (act.do === "move") {
      this.rows = moved(this.rows, act);
      this.draw();
    }
    this.mark(true);
    this.send("act", { ...act, count: this.count, nonce: Date.now() });
  }

  key(event) {
    const item = event.target.closest("li");
    if (!item || event.ctrlKey || event.metaKey) return;
    const code = item.dataset.key;
    const used = () => { event.preventDefault(); event.stopPropagation(); };
    if (event.altKey) {
      if (!event.key.startsWith("Arrow")) return;
      used();
      const place = stepFor(this.rows, code, event.key);
      this.foot.textContent = place ? toldOf(this.rows, place) : "It cannot go further that way.";
      if (place) this.act({ do: "move", ...place });
      return;
    }
    const open = item.getAttribute("aria-expanded");
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -this.rows.length, End: this.rows.length }[event.key];
    if (by !== undefined) {
      used();
      this.step(by)?.focus({ preventScroll: true });
    } else if (event.key === "ArrowRight") {
      used();
      if (open === "false") this.toggle(code, true);
      else if (open === "true") this.step(1)?.focus({ preventScroll: true });
    } else if (event.key === "ArrowLeft") {
      used();
      const above = this.rows.find((row) => row.key === code)?.parent;
      if (open === "true") this.toggle(code, false);
      else if (above !== null && above !== undefined) { this.choose(above, PAUSE); this.item(above)?.focus({ preventScroll: true }); }
    } else if (["e", "m", "s", "a", "o"].includes(event.key)) {
      used();
      this.act({ do: "open", what: event.key, code });
    }
  }

  // j and k step through the codes from anywhere on the page.
  stepKey(event) {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") this.step(event.key === "j" ? 1 : -1);
  }

  dragstart(event) {
    this.dragged = event.target.closest("li")?.dataset.key ?? null;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.dragged ?? "");
  }

  place(event) {
    const item = event.target.closest("li");
    if (!item || this.dragged === null || this.dragged === undefined) return [null, null, ""];
    const box = item.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    const zone = part < 0.28 ? "before" : part > 0.72 ? "after" : "into";
    return [placeFor(this.rows, this.dragged, item.dataset.key, zone), item, zone];
  }

  dragover(event) {
    const [place, item, zone] = this.place(event);
    this.dragleave();
    if (!place) return;
    event.preventDefault();
    item.dataset.drop = zone;
    this.foot.textContent = toldOf(this.rows, place);
  }

  dragleave() {
    for (const item of this.list.children) delete item.dataset.drop;
  }

  drop(event) {
    const [place] = this.place(event);
    event.preventDefault();
    this.dragend();
    if (place) this.act({ do: "move", ...place });
  }

  dragend() {
    this.dragged = null;
    this.dragleave();
    this.foot.textContent = "";
  }

  leave() {
    clearTimeout(this.soon);
    document.removeEventListener("keydown", this.onKey);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [tree, cleanUp] = lasting(parentElement, "wbCodeTree", () => new CodeTree(parentElement));
  tree.update(data, setTriggerValue);
  return cleanUp;
}
