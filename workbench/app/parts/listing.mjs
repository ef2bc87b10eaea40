// A table to choose a row from: by a click, or by the arrow keys. The row chosen last stays chosen while answers to
// earlier choices arrive, so nothing jumps.
import { isTyping, lasting, make } from "./dom.mjs";
import { HeldKeys } from "./held.mjs";

const PAUSE = 120;

class Listing {
  constructor(parent) {
    this.count = 0;
    this.table = make("table", { class: "wb-table", role: "grid" });
    this.root = make("div", { class: "wb-listing", "data-testid": "listing" }, this.table);
    parent.append(this.root);
    this.table.addEventListener("click", (event) => {
      const head = event.target.closest("th");
      const row = event.target.closest("tbody tr");
      if (head) this.sortBy(Number(head.dataset.column));
      else if (row) this.choose(row.dataset.key, 0, event.target.closest("td")?.cellIndex);
    });
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.onKey = (event) => this.stepKey(event);
    document.addEventListener("keydown", this.onKey);
  }

  update(data, send) {
    const looks = JSON.stringify([data.columns, data.rows, data.label, data.height]);
    const higher = data.height !== this.data?.height;
    Object.assign(this, { data, send });
    if (data.main) this.held ??= new HeldKeys(() => this.count > this.data.count);
    if (looks !== this.looks) {
      this.looks = looks;
      this.draw();
    }
    if (data.count >= this.count) {
      this.count = data.count;
      this.column = data.column;
      const other = data.chosen !== this.chosen;
      this.mark(data.chosen, false);
      if (other || higher) this.bring(this.row(data.chosen));
    }
  }

  draw() {
    const { columns, rows, label, height } = this.data;
    const focused = this.table.contains(document.activeElement);
    this.root.style.maxHeight = height;
    this.table.classList.toggle("wb-cells", Boolean(this.data.cells));
    this.table.setAttribute("aria-label", label);
    const order = this.sorted ? [...rows].sort((a, b) => this.compare(a, b)) : rows;
    const direction = (i) => (this.sorted?.column === i ? (this.sorted.down ? "descending" : "ascending") : null);
    const head = make("tr", {}, ...columns.map((column, i) => make("th", { scope: "col", "data-column": i, "aria-sort": direction(i),
      class: column.number ? "wb-number" : "", title: column.help ?? "Sort by this" },
    column.name, direction(i) ? make("span", { "aria-hidden": "true" }, this.sorted.down ? " ↓" : " ↑") : null)));
    this.table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...order.map((row) => this.line(row, columns))));
    this.mark(this.chosen, false);
    if (focused) this.row(this.chosen)?.focus({ preventScroll: true });
  }

  line(row, columns) {
    return make("tr", { "data-key": row.key, "data-testid": "row", tabindex: "-1", class: row.quiet ? "wb-faint" : "" },
      ...row.cells.map((cell, i) => {
        const made = make("td", { class: columns[i].number ? "wb-number" : "" });
        if (i === 0 && row.depth) made.style.paddingInlineStart = `${0.6 + row.depth * 1.1}rem`;
        if (cell !== null && typeof cell === "object") made.append(make("b", {}, cell.head), make("small", {}, cell.below));
        else made.append(cell === null ? "–" : typeof cell === "number" ? this.shown(cell, columns[i]) : String(cell));
        return made;
      }));
  }

  shown(number, column) {
    return column.digits === undefined ? number.toLocaleString("en") : number.toFixed(column.digits).replace(/^-(?=[0.]*$)/, "");
  }

  compare(a, b) {
    const { column, down } = this.sorted;
    const value = (row) => (row.cells[column]?.head ?? row.cells[column]);
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return (x === null) - (y === null);
    const order = typeof x === "number" ? x - y : String(x).localeCompare(String(y), undefined, { numeric: true });
    return down ? -order : order;
  }

  // Up, down, and back to the order in which the rows came.
  sortBy(column) {
    const { sorted } = this;
    const number = this.data.columns[column].number;
    if (sorted?.column !== column) this.sorted = { column, down: Boolean(number) };
    else this.sorted = sorted.down === Boolean(number) ? { column, down: !sorted.down } : null;
    this.draw();
  }

  row(key) {
    return [...(this.table.tBodies[0]?.rows ?? [])].find((row) => row.dataset.key === key);
  }

  mark(key, scroll) {
    this.chosen = key;
    const rows = [...(this.table.tBodies[0]?.rows ?? [])];
    const chosen = this.row(key);
    for (const row of rows) {
      row.setAttribute("aria-selected", row === chosen);
      row.tabIndex = row === (chosen ?? rows[0]) ? 0 : -1;
      if (this.data.cells) [...row.cells].forEach((cell, i) => cell.toggleAttribute("data-chosen", row === chosen && i === this.column));
    }
    if (scroll && chosen) chosen.scrollIntoView({ block: "nearest" });
  }

  // A row chosen by the page comes into sight in the list's own box; the page stays where it is.
  bring(row) {
    if (!row) return;
    const box = this.root.getBoundingClientRect(), { top, bottom } = row.getBoundingClientRect();
    const head = this.table.tHead.offsetHeight;
    this.root.scrollTop += top < box.top + head ? top - box.top - head : Math.max(bottom - box.bottom, 0);
  }

  choose(key, pause, column = this.column) {
    if (!this.data.cells) column = this.column;
    if (key === this.chosen && column === this.column) return;
    this.column = column;
    this.mark(key, true);
    this.count += 1;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.send("chosen", { key, column, count: this.count }), pause);
  }

  // In a table of cells, left and right go from cell to cell of the row.
  across(by) {
    const row = this.row(this.chosen) ?? this.table.tBodies[0]?.rows[0];
    if (!row) return;
    const column = Math.min(Math.max((this.column ?? 0) + by, 0), row.cells.length - 1);
    this.choose(row.dataset.key, PAUSE, column);
    row.focus({ preventScroll: true });
    row.cells[column].scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  step(by) {
    const rows = [...(this.table.tBodies[0]?.rows ?? [])];
    const next = rows[Math.min(Math.max(rows.indexOf(this.row(this.chosen)) + by, 0), rows.length - 1)];
    if (next) this.choose(next.dataset.key, PAUSE);
    return next;
  }

  key(event) {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (across && this.data.cells) {
      event.preventDefault();
      this.across(across);
      return;
    }
    const far = this.table.tBodies[0]?.rows.length ?? 0;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -far, End: far }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(by)?.focus({ preventScroll: true });
  }

  // j and k step through the page's main list from anywhere on it.
  stepKey(event) {
    if (!this.data?.main || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") this.step(event.key === "j" ? 1 : -1);
  }

  leave() {
    clearTimeout(this.soon);
    this.held?.leave();
    document.removeEventListener("keydown", this.onKey);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [listing, cleanUp] = lasting(parentElement, "wbListing", () => new Listing(parentElement));
  listing.update(data, setTriggerValue);
  return cleanUp;
}
