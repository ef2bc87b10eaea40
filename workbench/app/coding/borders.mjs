// The borders of one coding: a handle at its beginning and at its end, to be drawn with the mouse. The keys that move
// them are those that move the borders of chosen words.
import { make } from "../parts/dom.mjs";
import { placeUnder, turnAt } from "./choice.mjs";

export class Borders {
  // `draft(span)` shows where they would be, `settle(span)` puts them there.
  constructor({ draft, settle }) {
    Object.assign(this, { draft, settle });
    this.handles = ["start", "end"].map((edge) => {
      const handle = make("span", { class: `wb-handle wb-handle-${edge}`, "data-edge": edge, "aria-hidden": "true", title: "Draw the border; with Alt to the letter" });
      handle.addEventListener("pointerdown", (event) => this.down(event, edge, handle));
      handle.addEventListener("mousedown", (event) => { event.preventDefault(); event.stopPropagation(); });
      handle.addEventListener("mouseup", (event) => event.stopPropagation());
      return handle;
    });
  }

  show(turns, span) {
    Object.assign(this, { turns, span });
    for (const handle of this.handles) {
      const { edge } = handle.dataset;
      const turn = turnAt(turns, edge === "start" ? span.start : span.end - 1);
      const boxes = turn.range(turn.units(Math.max(span.start, turn.start)), turn.units(Math.min(span.end, turn.end))).getClientRects();
      const box = edge === "start" ? boxes[0] : boxes[boxes.length - 1];
      if (!box) { handle.remove(); continue; }
      const around = turn.words.parentElement.getBoundingClientRect();
      const rightToLeft = getComputedStyle(turn.words).direction === "rtl";
      const x = (edge === "start") !== rightToLeft ? box.left : box.right;
      handle.style.cssText = `left: ${x - around.left}px; top: ${box.top - around.top}px; height: ${box.height}px;`;
      turn.words.parentElement.append(handle);
    }
  }

  hide() {
    for (const handle of this.handles) handle.remove();
    this.span = null;
  }

  down(event, edge, handle) {
    event.preventDefault();
    event.stopPropagation();
    let span = this.span;
    const move = (moved) => {
      const place = placeUnder(this.turns, moved.clientX, moved.clientY, moved.altKey);
      if (place === null) return;
      const next = { ...this.span, [edge]: place };
      if (next.start >= next.end) return;
      span = next;
      this.draft(span);
    };
    const stop = (kind) => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("keydown", drop, true);
      document.body.classList.remove("wb-dragging");
      if (kind === "up" && (span.start !== this.span.start || span.end !== this.span.end)) this.settle(span);
      else this.draft(this.span);
    };
    const up = () => stop("up");
    const drop = (pressed) => { if (pressed.key === "Escape") { pressed.stopPropagation(); stop("dropped"); } };
    document.body.classList.add("wb-dragging");
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("keydown", drop, true);
    handle.blur();
  }
}
