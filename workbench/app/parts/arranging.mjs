// The thematic map with a handle over the head of each theme: dragged by the pointer, or moved by the arrow keys. What
// is sent is the new place of the theme's corner, in per cent of the map's width; the program draws the map anew.
import { lasting, make } from "./dom.mjs";

const STEP = 1;
const PAUSE = 500;

class Arranging {
  constructor(parent) {
    this.picture = make("div", { class: "wb-picture" });
    this.handles = make("div", { class: "wb-handles" });
    this.root = make("div", { class: "wb-arranging", "data-testid": "arranging" }, this.picture, this.handles);
    parent.append(this.root);
  }

  update(data, send) {
    this.send = send;
    if (data.svg === this.drawn) return;
    this.drawn = data.svg;
    this.data = data;
    const read = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
    read.setAttribute("width", "100%");
    read.removeAttribute("height");
    this.picture.replaceChildren(document.importNode(read, true));
    const focused = this.handles.contains(document.activeElement) ? document.activeElement.dataset.name : null;
    this.handles.replaceChildren(...data.themes.map((theme) => this.handle(theme)));
    if (focused) [...this.handles.children].find((one) => one.dataset.name === focused)?.focus({ preventScroll: true });
  }

  handle(theme) {
    const button = make("button", { type: "button", class: "wb-handle", "data-name": theme.name, "data-testid": "handle",
      title: "Drag, or move with the arrow keys", "aria-label": `Move ${theme.name}` });
    const shift = { x: 0, y: 0 };
    const put = () => {
      const { width, height } = this.data;
      button.style.left = `${(100 * theme.x) / width + shift.x}%`;
      button.style.top = `${(100 * (theme.y + (shift.y * width) / 100)) / height}%`;
    };
    button.style.width = `${(100 * theme.width) / this.data.width}%`;
    button.style.height = `${(100 * theme.height) / this.data.height}%`;
    put();
    const done = () => {
      if (shift.x || shift.y) this.send({ name: theme.name, x: theme.place[0] + shift.x, y: theme.place[1] + shift.y });
    };
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      button.focus({ preventScroll: true });
      button.setPointerCapture(event.pointerId);
      const [x, y] = [event.clientX, event.clientY];
      const share = 100 / this.root.getBoundingClientRect().width;
      const move = (to) => {
        shift.x = (to.clientX - x) * share;
        shift.y = (to.clientY - y) * share;
        put();
      };
      const stop = () => {
        button.removeEventListener("pointermove", move);
        done();
      };
      button.addEventListener("pointermove", move);
      button.addEventListener("pointerup", stop, { once: true });
      button.addEventListener("pointercancel", stop, { once: true });
    });
    button.addEventListener("keydown", (event) => {
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      shift.x += way[0] * STEP * (event.shiftKey ? 5 : 1);
      shift.y += way[1] * STEP * (event.shiftKey ? 5 : 1);
      put();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(done, PAUSE);
    });
    return button;
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const [arranging, cleanUp] = lasting(parentElement, "wbArranging", () => new Arranging(parentElement));
  arranging.update(data, (moved) => setTriggerValue("moved", moved));
  return cleanUp;
}
