// Listening to the recording beside the study: from a turn on, slower or faster, some seconds back.
import { make } from "../parts/dom.mjs";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const BACK = 5;

// The turn that is being spoken at a time in seconds: the last that had begun, null before the first.
export function spoken(turns, seconds) {
  return turns.filter((turn) => turn.at !== null && turn.at <= seconds + 0.05).pop() ?? null;
}

export class Player {
  // `turn()` gives the turn to play from, `tell(words)` says what happened.
  constructor(turn, tell) {
    Object.assign(this, { turns: [], turn, tell });
    this.audio = make("audio", { preload: "none" });
    this.toggle = this.button("Play from here (p)", "▶", () => this.playOrPause(this.turn()));
    this.button5 = this.button(`${BACK} seconds back (,)`, `−${BACK} s`, () => this.back());
    this.speed = make("select", { "aria-label": "Speed" }, ...SPEEDS.map((one) => make("option", { value: one, ...(one === 1 ? { selected: "" } : {}) }, `${one} ×`)));
    this.speed.addEventListener("change", () => { this.audio.playbackRate = Number(this.speed.value); });
    this.root = make("span", { class: "wb-play", role: "group", "aria-label": "Recording", "data-testid": "player", hidden: "" }, this.toggle, this.button5, this.speed, this.audio);
    for (const kind of ["play", "pause", "ended"]) this.audio.addEventListener(kind, () => this.draw());
    this.audio.addEventListener("timeupdate", () => this.draw());
    this.audio.addEventListener("error", () => { if (this.audio.getAttribute("src")) this.tell("The recording cannot be played by this browser"); });
  }

  button(says, face, run) {
    const button = make("button", { type: "button", "aria-label": says, title: says }, face);
    button.addEventListener("click", run);
    return button;
  }

  // The recording of another transcript, or none.
  load(turns, transcript) {
    this.audio.pause();
    Object.assign(this, { turns, now: null, from: null });
    this.root.hidden = transcript === null;
    if (transcript === null) this.audio.removeAttribute("src");
    else this.audio.src = `/workbench/recording?transcript=${encodeURIComponent(transcript)}`;
  }

  // Stop; or play, from the turn on, and where it was stopped in the same turn, from there.
  playOrPause(turn) {
    if (this.root.hidden) { this.tell("No recording lies beside the study that is called like this transcript"); return; }
    if (!this.audio.paused) { this.audio.pause(); return; }
    if (turn && turn.at !== null && turn !== this.from) this.audio.currentTime = turn.at;
    this.from = turn ?? this.from;
    this.audio.playbackRate = Number(this.speed.value);
    this.audio.play().catch(() => this.tell("The recording cannot be played by this browser"));
  }

  back() {
    this.audio.currentTime = Math.max(0, this.audio.currentTime - BACK);
  }

  faster(by) {
    const at = SPEEDS.indexOf(Number(this.speed.value)) + by;
    this.speed.value = SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)];
    this.audio.playbackRate = Number(this.speed.value);
    this.tell(`Speed ${this.speed.value}`);
  }

  draw() {
    this.toggle.textContent = this.audio.paused ? "▶" : "❚❚";
    const now = this.audio.paused ? null : spoken(this.turns, this.audio.currentTime);
    if (now === this.now) return;
    this.now?.row.classList.remove("wb-playing");
    now?.row.classList.add("wb-playing");
    this.now = now;
  }

  leave() {
    this.audio.pause();
    this.audio.removeAttribute("src");
  }
}
