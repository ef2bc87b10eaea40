// Whether anybody changed the study: asked every second while the window is looked at, by a request that costs next to
// nothing. Only when there is something new does the page run again.
const EVERY = 1000;

export class News {
  // `changed(newest)` is called once for each newer number, `reached(yes)` when the server is gone or there again. While
  // somebody `waits()` for the study, it is asked as well who is writing to it: `busy(who)`, null where nobody can tell.
  constructor({ changed, reached, waits, busy }) {
    Object.assign(this, { changed, reached, waits, busy, seen: null, gone: false });
    this.timer = setInterval(() => this.ask(), EVERY);
  }

  async ask() {
    if (document.hidden || this.asking || this.seen === null) return;
    this.asking = true;
    try {
      const waits = this.waits();
      const answer = await fetch(`/workbench/newest${waits ? "?writer" : ""}`, { cache: "no-store" });
      if (answer.ok) {
        const { newest, writer } = await answer.json();
        if (waits) this.busy(writer);
        if (this.gone) this.reached(true);
        this.gone = false;
        if (newest > this.seen) { this.seen = newest; this.changed(newest); }
      }
    } catch {
      if (!this.gone) this.reached(false);
      this.gone = true;
    } finally {
      this.asking = false;
    }
  }

  leave() {
    clearInterval(this.timer);
  }
}
