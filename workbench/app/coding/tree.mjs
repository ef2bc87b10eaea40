// The tree of codes beside the text, with how often each is used here and in all; a click filters the text to one.
import { make } from "../parts/dom.mjs";
import { withDepth } from "./codes.mjs";

export class CodeTree {
  constructor(choose) {
    this.choose = choose;
    this.list = make("ul", { role: "tree", "aria-label": "Codes; Enter shows only one code's passages" });
    this.root = make("nav", { class: "wb-tree", "data-testid": "code-tree", "aria-label": "Codes" }, this.list);
    this.list.addEventListener("click", (event) => this.pick(event.target.closest("li")));
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  // `here` and `elsewhere` map names to numbers of codings; `chosen` is the code that the text is filtered to, or null.
  draw(codes, here, elsewhere, chosen) {
    const looks = JSON.stringify([codes.map((code) => [code.name, code.parent, code.colour]), [...here], elsewhere, chosen]);
    if (looks === this.looks) return;
    this.looks = looks;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.code : null;
    const tabbed = chosen ?? codes[0]?.name;
    this.list.replaceChildren(...withDepth(codes).map((code) => {
      const count = here.get(code.name) ?? 0;
      const item = make("li", { role: "treeitem", "aria-level": code.depth + 1, "aria-selected": code.name === chosen,
        "data-code": code.name, tabindex: code.name === tabbed ? "0" : "-1", title: code.description || code.name },
      make("span", { class: "wb-name" }, code.name),
      make("span", { class: "wb-count", title: `${count} here, ${count + (elsewhere[code.name] ?? 0)} in all` },
        `${count || "·"} / ${count + (elsewhere[code.name] ?? 0)}`));
      item.style.setProperty("--colour", code.colour || "#767676");
      item.style.setProperty("--depth", code.depth);
      return item;
    }));
    if (!codes.length) this.list.append(make("li", { class: "wb-none" }, "No codes yet. Choose words in the text and type a first one."));
    if (focused !== null) this.item(focused)?.focus({ preventScroll: true });
  }

  item(name) {
    return [...this.list.children].find((item) => item.dataset.code === name);
  }

  pick(item) {
    if (item?.dataset.code !== undefined) this.choose(item.getAttribute("aria-selected") === "true" ? null : item.dataset.code);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const item = event.target.closest("li");
    if (!item) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.pick(item);
    } else if (step) {
      event.preventDefault();
      const next = step > 0 ? item.nextElementSibling : item.previousElementSibling;
      if (!next) return;
      item.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }
}
