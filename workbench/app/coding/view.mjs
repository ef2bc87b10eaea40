// The coding view: a transcript as turns, its codings beside them, the codes at the side. It draws at once and sends acts.
//
// The transcript comes once, later messages bring what changed since the state that the browser says it has: `since` is
// that state's number, null for a whole one, `at` the number of the state after it.
import { lasting, make } from "../parts/dom.mjs";
import { Bar } from "./bar.mjs";
import { Borders } from "./borders.mjs";
import { turnAt } from "./choice.mjs";
import { branch } from "./codes.mjs";
import { Desk } from "./desk.mjs";
import { Find } from "./find.mjs";
import { foreseen } from "./foreseen.mjs";
import { Gestures } from "./gestures.mjs";
import { isSameText, Known } from "./known.mjs";
import { Likeness } from "./likeness.mjs";
import { News } from "./news.mjs";
import { Outbox } from "./outbox.mjs";
import { Places } from "./places.mjs";
import { Player } from "./play.mjs";
import { columns, disputed } from "./stripes.mjs";
import { placed } from "./text.mjs";
import { CodeTree } from "./tree.mjs";
import { Turn } from "./turns.mjs";

const RETRY = 4000;
const LATE = 3000;
const LOOK_AGAIN = 1000;
const PAINTED = 60;
const AT_ONCE = 80;
const STRIPE = 7;
const ROOM = 6 * STRIPE;
const ABREAST = 3; // so many people have columns of their own; of more there is one, and who coded stands on each label

// What was shown in this window before: each transcript has a view of its own.
let lastTranscript = null;

class View {
  constructor(parent) {
    Object.assign(this, { known: new Known(), turns: [], all: [], looks: new Map(), codes: [], notes: [], people: [], columns: [], only: null, speaker: null, gone: false, since: Date.now() });
    this.list = make("div", { role: "list", class: "wb-turns", "aria-label": "Transcript" });
    this.places = new Places(this, parent.closest('[data-testid="stMain"]') ?? document.scrollingElement);
    this.desk = new Desk(this);
    this.player = new Player(() => this.gestures.turn(), (words) => this.tell(words));
    this.find = new Find({ go: (turn, range) => this.show(turn, range), back: () => this.gestures.back() });
    this.like = new Likeness({ go: (passage) => this.offer(passage), leave: () => { this.asked = null; this.markLike(); this.gestures.back(); },
      take: (code, { start, end }) => this.act({ do: "take", code, start, end }, `Took the passage for ${code}`),
      refuse: (code, { start, end }) => this.act({ do: "refuse", code, start, end }, `Refused the passage for ${code}`) });
    this.bar = new Bar({ codes: () => this.root.classList.toggle("wb-open"), go: (index) => this.gestures.focus(this.turns[index], "center"),
      speaker: (label) => this.filter({ speaker: label }), all: () => this.filter({ only: null, speaker: null }),
      back: () => this.gestures.back(), tell: (words) => this.tell(words) }, this.find, this.player);
    this.tree = new CodeTree(this.desk.does(), "workbench-folded");
    this.heads = make("div", { class: "wb-heads", "aria-hidden": "true", hidden: "" });
    this.root = make("div", { class: "wb-view", "data-testid": "coding-view" }, this.tree.root,
      make("div", { class: "wb-text" }, make("div", { class: "wb-top" }, this.bar.root, this.like.root, this.heads), this.desk.notes, this.list));
    parent.append(this.root);
    this.borders = new Borders({ draft: (span) => this.gestures.mark(span), settle: (span) => this.gestures.settle(span) });
    this.gestures = new Gestures(this);
    this.news = new News({ changed: () => this.post(), waits: () => this.isLate(), busy: (who) => { this.writer = who; this.drawState(); },
      reached: (yes) => { this.gone = !yes; this.drawState(); if (yes) this.post(); } });
    this.on(window, "beforeunload", (event) => { if (this.outbox?.waiting.length) event.preventDefault(); });
    for (const what of ["undo", "redo"]) this.on(document, `workbench-${what}`, (event) => { event.preventDefault(); this.act({ do: what }); });
    this.on(this.places.scroller, "scroll", () => this.places.remember());
    this.way = setInterval(() => { if (this.gone) this.clearWay(); }, AT_ONCE);
    this.retry = setInterval(() => { if (this.outbox?.waiting.length && Date.now() - this.sent > RETRY) this.post(); }, RETRY / 4);
  }

  on(target, kind, listener, options) {
    target.addEventListener(kind, listener, options);
    (this.listening ??= []).push([target, kind, listener, options]);
  }

  leave() {
    clearInterval(this.way);
    clearInterval(this.retry);
    this.news.leave();
    this.player.leave();
    this.gestures.leave();
    for (const name of ["wb-chosen", "wb-found", "wb-found-here", "wb-like", "wb-like-here"]) window.CSS?.highlights?.delete(name);
    for (const [target, kind, listener, options] of this.listening) target.removeEventListener(kind, listener, options);
  }

  // Without a connection Streamlit puts a box over everything. The line above the text says it, and one can go on coding.
  clearWay() {
    const box = [...document.querySelectorAll('[role="dialog"]')].find((one) => one.textContent.includes("Connection error"));
    if (!box) return;
    box.querySelector("button")?.click();
    const at = this.gestures.open?.root.querySelector("input, textarea, button");
    setTimeout(() => (at?.isConnected ? at.focus({ preventScroll: true }) : this.gestures.back()), 0);
  }

  tell(words) {
    this.bar.told.textContent = words;
  }

  // What comes from the study ------------------------------------------------------------------------------------

  update(data, send) {
    this.send = send;
    this.coder = data.coder;
    this.help = data.help;
    this.news.seen = Math.max(data.version, this.news.seen ?? 0);
    this.root.dataset.coder = data.coder;
    this.outbox ??= new Outbox(sessionStorage, `workbench-outbox ${data.study}`);
    const whole = data.since === null;
    const state = this.known.take(data);
    if (state === "lost") { this.known.forget(); this.post(); }
    if (typeof state === "string") return;
    const { codings, parts } = state;
    const another = ![null, data.transcript].includes(lastTranscript);
    lastTranscript = data.transcript;
    const text = data.transcript !== this.name || !isSameText(parts.turns, this.text);
    Object.assign(this, { stored: { ...parts, codings }, people: parts.people });
    if (text) this.build(data, parts);
    for (const { do: what, refused } of this.outbox.settle(data.answers)) {
      if (what === "undo" || what === "redo") this.tell(refused); // nothing of anybody's is unsaved by it
      else { this.refused = refused; this.tell(`Not saved: ${refused}`); }
    }
    this.gestures.saved(this.outbox.made);
    this.trouble = data.trouble;
    this.draw();
    if (data.like && data.like.nonce === this.asked?.nonce && data.like.nonce !== this.liked) {
      if (data.like.pending) setTimeout(() => { if (this.like.isOpen) this.post(); }, LOOK_AGAIN);
      else { this.liked = data.like.nonce; this.like.answer(data.like); }
    }
    if (data.place && data.place.nonce !== this.nonce) { this.nonce = data.place.nonce; this.places.goTo(data.place); }
    else if (text) this.places.restore();
    // Who chose another transcript goes on in it, not in the list that it was chosen from.
    if (another) {
      this.gestures.resume();
      this.tell(`${this.name}, transcript ${parts.transcripts.indexOf(this.name) + 1} of ${parts.transcripts.length}`);
    }
    if (whole && this.outbox.waiting.length) this.post();
  }

  build(data, parts) {
    this.gestures.close();
    this.gestures.choose(null);
    this.gestures.here = null;
    this.name = data.transcript;
    this.memory = `workbench-place ${data.study} ${this.name}`;
    this.text = parts.turns;
    this.turns = parts.turns.map((turn, index) => new Turn(turn, index));
    this.list.replaceChildren(...this.turns.map((turn) => turn.row));
    this.speaker = null;
    this.bar.load(this.turns);
    this.player.load(this.turns, parts.sound ? this.name : null);
    this.find.turns = this.turns;
  }

  // Drawing ------------------------------------------------------------------------------------------------------

  // The codings with how each is drawn. One that is drawn as before stays the same object, so that turns need not compare.
  decorated(codings) {
    const before = this.looks;
    this.looks = new Map();
    const colours = new Map(this.codes.map((code) => [code.name, code.colour]));
    const notes = Map.groupBy(this.notes.filter((note) => note.on === "coding"), (note) => note.target);
    const only = disputed(codings, this.people.filter((person) => person !== "agreed"));
    return codings.map((coding) => {
      const whose = coding.layer === "agreed" ? "agreed" : coding.coder;
      const mine = whose === this.coder;
      const more = { colour: colours.get(coding.code) || "", mine, whose: mine ? "" : whose, group: this.people.length > ABREAST ? 0 : Math.max(this.people.indexOf(whose), 0),
        only: only.get(coding.id)?.join(", "), notes: notes.get(coding.id) ?? [] };
      const key = JSON.stringify(more);
      const known = before.get(coding.id);
      const look = known?.coding === coding && known.key === key ? known : { coding, key, drawn: { ...coding, ...more } };
      this.looks.set(coding.id, look);
      return look.drawn;
    });
  }

  // While the mouse is down in the text nothing is drawn; what came meanwhile, when it is up.
  hold(yes) {
    this.held = yes;
    if (!yes && this.late) this.draw();
  }

  draw() {
    this.late = this.held;
    if (this.held) { this.drawState(); return; }
    const { codings, codes, elsewhere, notes, desk } = foreseen(this.stored, this.outbox.waiting, this.name);
    Object.assign(this, { codes, notes });
    if (!codes.some((code) => code.name === this.only)) this.only = null;
    this.desk.arranged(desk);
    this.all = this.decorated(codings);
    const here = placed(this.turns, this.all);
    this.arrange(here);
    const column = (coding) => this.columns[coding.group].get(coding.code);
    const branchOnly = this.only === null ? null : branch(codes, this.only);
    // A note that quotes words stands beside the turn in which they begin; the others on the transcript, above the text.
    const onText = notes.filter((note) => note.on === "transcript");
    const quoting = Map.groupBy(onText.filter((note) => note.at !== null), (note) => turnAt(this.turns, note.at));
    const redrawn = new Set();
    let hiding = false;
    this.turns.forEach((turn, index) => {
      if (turn.draw(here[index], column, quoting.get(turn))) redrawn.add(turn);
      const hidden = (branchOnly !== null && !here[index].some((c) => branchOnly.has(c.code))) || (this.speaker !== null && turn.speaker !== this.speaker);
      if (hidden !== turn.row.hidden) { turn.row.hidden = hidden; hiding = true; }
    });
    if (redrawn.size) {
      this.find.redrawn(redrawn);
      if (this.like.isOpen) this.markLike();
    }
    if (redrawn.size || hiding) this.gestures.drawn();
    const counts = new Map();
    for (const coding of this.all) counts.set(coding.code, (counts.get(coding.code) ?? 0) + 1);
    this.tree.draw(codes, counts, elsewhere, this.only, notes.filter((note) => note.on === "code"), this.desk.pins);
    this.desk.drawNotes(onText.filter((note) => note.at === null));
    this.bar.filter.hidden = this.only === null;
    this.bar.filter.textContent = this.only === null ? "" : `Only “${this.only}”${branchOnly.size > 1 ? " and the codes under it" : ""} ×`;
    this.drawState();
  }

  // Columns of stripes, one group after the other for each person who is shown.
  arrange(here) {
    const groups = this.people.length > ABREAST ? 1 : Math.max(this.people.length, 1);
    const room = {};
    let left = 0;
    for (let group = 0; group < groups; group += 1) {
      const own = groups === 1 ? here : here.map((codings) => codings.filter((coding) => coding.group === group));
      this.columns[group] = columns(own, this.columns[group]);
      room[`--group-${group}`] = `${left}px`;
      left += STRIPE * (Math.max(-1, ...this.columns[group].values()) + 1) + (groups > 1 ? STRIPE : 0);
    }
    // Room for some more than there are, or every new column would move what stands beside it.
    room["--stripes"] = `${ROOM * Math.max(1, Math.ceil(left / ROOM))}px`;
    room["--people"] = String(groups);
    // Only what differs: every turn is styled anew by what is set here, and its words may take other lines.
    const changed = Object.entries(room).filter(([name, value]) => this.root.style.getPropertyValue(name) !== value);
    const change = () => { for (const [name, value] of changed) this.root.style.setProperty(name, value); };
    if (changed.length && this.drawnOnce) this.places.steady(change);
    else change();
    this.drawnOnce = true;
    this.root.classList.toggle("wb-crowded", this.people.length > ABREAST);
    const heads = groups > 1 ? this.people.map((person) => (person === this.coder ? `${person} (me)` : person)) : [];
    this.heads.hidden = !heads.length;
    if (this.heads.textContent !== heads.join("")) this.heads.replaceChildren(make("div", { class: "wb-labels" }, ...heads.map((head) => make("b", {}, head))));
  }

  drawState() {
    const waiting = this.outbox?.waiting.length ?? 0;
    this.bar.saving({ waiting, late: this.isLate(), writer: this.writer, gone: this.gone, refused: this.refused, trouble: this.trouble });
  }

  // Whether something has been on its way for longer than an act takes.
  isLate() {
    return Boolean(this.outbox?.waiting.length) && Date.now() - this.since > LATE;
  }

  markLike() {
    this.like.mark(({ start, end }) => this.gestures.ranges({ start, end }));
  }

  // What goes to the study ---------------------------------------------------------------------------------------

  act(act, says) {
    this.refused = null;
    if (!this.outbox.waiting.length) this.since = Date.now();
    this.outbox.add({ ...act, transcript: this.name, coder: this.coder });
    if (says) this.tell(says);
    this.draw();
    this.postSoon();
  }

  // When what was done is painted: the page around takes longer over a message than drawing does. A hidden window paints
  // nothing, so there it is not waited for.
  postSoon() {
    if (this.soon) return;
    this.soon = true;
    const now = () => { if (this.soon) this.post(); };
    if (!document.hidden) requestAnimationFrame(() => setTimeout(now));
    setTimeout(now, document.hidden ? 0 : PAINTED);
  }

  post() {
    this.soon = false;
    if (!this.send) return;
    this.sent = Date.now();
    this.send("acts", { have: this.known.at, acts: this.outbox.waiting, like: this.asked ?? null, open: this.wanted ?? null });
    this.drawState();
  }

  // The transcript after this one, or before it; whether there is one. Pressed again on the way, it goes on from there.
  turnTo(step) {
    const { transcripts } = this.stored;
    const name = transcripts[transcripts.indexOf(this.wanted ?? this.name) + step];
    if (name === undefined) return false;
    this.wanted = name;
    this.tell(`Opening ${name}`);
    this.post();
    return true;
  }

  // More passages like those of a code: asked of the study, which may take a moment.
  askLike(code) {
    if (!this.help) { this.tell("This study wants no suggestions (see Settings)"); return; }
    if (!code) { this.tell("Choose a code first: one that you used, or one in the tree"); return; }
    this.asked = { code, nonce: Date.now() };
    this.like.ask(code);
    this.post();
  }

  offer({ start, end }) {
    this.markLike();
    const turn = this.turns.find((one) => start < one.end);
    if (turn) this.show(turn, turn.range(turn.units(start), turn.units(end)));
  }

  // What is shown ------------------------------------------------------------------------------------------------

  isFiltered() {
    return this.only !== null || this.speaker !== null;
  }

  // A code has another name now, or is joined into another one.
  follow(name, to) {
    if (this.only === name) this.only = to;
    this.gestures.recent = [...new Set(this.gestures.recent.map((one) => (one === name ? to : one)))];
  }

  filter({ only = this.only, speaker = this.speaker }) {
    const keep = this.places.first();
    Object.assign(this, { only, speaker });
    this.bar.speaker.value = speaker ?? "";
    this.draw();
    this.find.search();
    if (keep && !keep.row.hidden) keep.row.scrollIntoView({ block: "nearest" });
    const shown = this.turns.filter((turn) => !turn.row.hidden).length;
    this.tell(this.isFiltered() ? `${shown} of ${this.turns.length} turns are shown` : "All turns are shown");
  }

  // Bring a place of a turn into view without moving the focus, and only as far as needed.
  show(turn, range) {
    const box = range.getBoundingClientRect();
    if (box.top > 120 && box.bottom < window.innerHeight - 120) return;
    this.places.bring(turn, "center");
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [view, cleanUp] = lasting(parentElement, "wbView", () => new View(parentElement));
  view.update(data, setTriggerValue);
  return cleanUp;
}
