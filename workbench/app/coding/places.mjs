// Going to a place in the text, and finding the place again where one was.
const STAYS = 20_000;

// Where "120", "turn 120" or "1:02:05" leads: the index of a turn, or null. Turns know their time as `at`, in seconds.
export function destination(turns, typed) {
  const text = typed.trim().toLowerCase().replace(/^(turn|#)\s*/, "");
  if (/^\d+$/.test(text)) return turns.length ? Math.min(Math.max(Number(text), 1), turns.length) - 1 : null;
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(text);
  if (!clock) return null;
  const seconds = Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const timed = turns.map((turn, index) => [turn.at, index]).filter(([at]) => at !== null && at !== undefined);
  if (!timed.length) return null;
  return (timed.filter(([at]) => at <= seconds).pop() ?? timed[0])[1];
}

export class Places {
  constructor(view, scroller) {
    Object.assign(this, { view, scroller });
  }

  first() {
    return this.view.turns.find((turn) => !turn.row.hidden && turn.row.getBoundingClientRect().bottom > 90);
  }

  goTo({ start }) {
    const { turns, list } = this.view;
    const turn = turns.find((one) => start < one.end) ?? turns[turns.length - 1];
    if (!turn) return;
    for (const other of list.querySelectorAll(".wb-here")) other.classList.remove("wb-here");
    turn.row.classList.add("wb-here");
    this.bring(turn, "center");
    turn.row.focus({ preventScroll: true });
  }

  // Turns that were never seen have only a guessed height; it changes as they come into view, so this takes a few frames.
  bring(turn, block) {
    this.forFrames(() => turn.row.scrollIntoView({ block }));
  }

  // Now and for some frames more, unless something else is to be brought into view meanwhile.
  forFrames(put, frames = 6, mine = (this.moving = {})) {
    if (!this.view.root.isConnected || this.moving !== mine) return;
    put();
    if (frames > 0) requestAnimationFrame(() => this.forFrames(put, frames - 1, mine));
  }

  // Whatever a change does to the lines, the turn that one is in, or else the first in view, stays where it is.
  steady(change) {
    const focused = this.view.gestures?.here?.row.getBoundingClientRect();
    const turn = focused && focused.bottom > 0 && focused.top < window.innerHeight ? this.view.gestures.here : this.first();
    const top = () => turn.row.getBoundingClientRect().top;
    const before = turn && top();
    change();
    if (turn) this.forFrames(() => { this.scroller.scrollTop += top() - before; });
  }

  // The place in each transcript is kept in this browser, and found again after a reload or on another day.
  remember() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      // Who goes up to choose another transcript, which stands above the text, does not leave the place.
      if (this.first()?.index === 0) this.soon = setTimeout(() => this.keep(), STAYS);
      else this.keep();
    }, 200);
  }

  keep() {
    if (!this.view.root.isConnected || !this.view.memory || this.view.isFiltered()) return;
    const first = this.first();
    try {
      if (first) localStorage.setItem(this.view.memory, first.index);
    } catch {
      // A full or forbidden storage only means that the place is not found again.
    }
  }

  restore() {
    const index = Number(localStorage.getItem(this.view.memory) ?? 0);
    if (index > 0 && this.view.turns[index]) this.bring(this.view.turns[index], "start");
  }
}
