// Passages as they look everywhere: the words verbatim, who says them, their codes, and a key into the text.
import { lasting, make } from "./dom.mjs";

const STEP = 20;

class Passages {
  constructor(parent) {
    Object.assign(this, { shown: STEP, unticked: new Set() });
    this.list = make("ol", { class: "wb-cards" });
    this.more = make("button", { type: "button", class: "wb-more" });
    this.more.addEventListener("click", () => this.showMore());
    this.root = make("div", { class: "wb-passages" }, this.list, this.more);
    parent.append(this.root);
    this.list.addEventListener("click", (event) => {
      const card = event.target.closest(".wb-card");
      if (event.target.closest(".wb-open-text:not(.wb-mark-it)")) this.open(card);
      if (event.target.closest(".wb-mark-it")) this.trigger("mark", card.dataset.id);
    });
    this.list.addEventListener("change", (event) => this.tick(event.target));
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  update(data, trigger, setState) {
    Object.assign(this, { trigger, setState });
    const looks = JSON.stringify([data.of, data.total, data.cards]);
    if (looks !== this.looks) {
      if (data.of !== this.data?.of) {
        // Others are read from their beginning; where the list of them is, is where one looks then.
        if (this.data && this.root.getBoundingClientRect().top < 0) this.root.closest('[data-testid="stMain"]')?.scrollTo({ top: 0 });
        this.shown = STEP;
        this.unticked = new Set(data.unticked);
      }
      this.data = data;
      this.looks = looks;
      const back = data.cards.findIndex((card) => card.id === data.back);
      if (back >= this.shown) this.shown = back + STEP;
      this.draw();
    }
    if (data.back && data.back !== this.back) {
      const card = this.card(data.back);
      card?.scrollIntoView({ block: "center" });
      card?.focus({ preventScroll: true });
    }
    this.back = data.back;
  }

  draw() {
    const { cards, total } = this.data;
    const visible = cards.slice(0, this.shown);
    this.list.replaceChildren(...visible.map((card, i) => this.make(card, i)));
    this.more.hidden = total <= this.shown;
    this.more.textContent = `Show ${Math.min(STEP, total - this.shown)} more of ${total}`;
  }

  showMore() {
    const before = this.shown;
    this.shown += STEP;
    if (this.shown > this.data.cards.length && this.data.cards.length < this.data.total) this.trigger("more", this.shown);
    this.draw();
    this.list.children[before]?.focus({ preventScroll: true });
  }

  make(card, i) {
    const pieces = card.pieces.map(([text, marked]) => (marked ? make("mark", {}, text) : text));
    const words = card.turns.map(([speaker, text], turn) => make("p", { dir: "auto" },
      speaker === null ? null : make("span", { class: "wb-speaker" }, `${speaker}: `), ...(turn || !pieces.length ? [text] : pieces)));
    if (card.before) words.unshift(make("p", { class: "wb-before", dir: "auto" }, card.before));
    const about = make("div", { class: "wb-about" }, make("span", { "data-testid": "passage-about" }, card.about),
      ...card.codes.map(([name, colour]) => {
        const chip = make("span", { class: "wb-chip" }, name);
        chip.style.setProperty("--colour", colour || "#767676");
        return chip;
      }),
      card.mark ? make("button", { type: "button", class: "wb-open-text wb-mark-it", tabindex: "-1", title: `${card.mark} (c)` }, card.mark) : null,
      make("button", { type: "button", class: "wb-open-text", tabindex: "-1", title: "Open this place in the transcript (Enter)" }, "In the text"));
    const tick = card.tick ? make("input", { type: "checkbox", "data-testid": "keep", "aria-label": "Keep this passage", title: "Keep (x)" }) : null;
    if (tick) tick.checked = !this.unticked.has(card.id);
    return make("li", { class: `wb-card${card.against ? " wb-against" : ""}`, "data-testid": "passage", "data-id": card.id,
      "data-kept": tick ? tick.checked : null, tabindex: i ? "-1" : "0" }, tick,
    make("div", {}, card.against ? make("b", { class: "wb-mark" }, "Against") : null, make("blockquote", {}, ...words), about));
  }

  card(id) {
    return [...this.list.children].find((card) => card.dataset.id === id);
  }

  open(card) {
    this.trigger("open", card.dataset.id);
  }

  tick(box) {
    const card = box.closest(".wb-card");
    if (box.checked) this.unticked.delete(card.dataset.id);
    else this.unticked.add(card.dataset.id);
    card.dataset.kept = box.checked;
    this.setState("unticked", { of: this.data.of, ids: [...this.unticked] });
  }

  key(event) {
    const card = event.target.closest(".wb-card");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = { ArrowDown: card.nextElementSibling, ArrowUp: card.previousElementSibling }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      if (!next) return;
      card.tabIndex = -1;
      next.tabIndex = 0;
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && event.target === card) {
      this.open(card);
    } else if (event.key === "c" && event.target === card) {
      card.querySelector(".wb-mark-it")?.click();
    } else if (event.key === "x" && event.target.type !== "text") {
      card.querySelector("input")?.click();
    }
  }
}

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const [passages, cleanUp] = lasting(parentElement, "wbPassages", () => new Passages(parentElement));
  passages.update(data, setTriggerValue, setStateValue);
  return cleanUp;
}
