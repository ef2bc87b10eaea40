// What each key of the coding view does (their names and keys are in keys.mjs).
import { stepped } from "./choice.mjs";

export function commands(view, gestures) {
  const word = (step) => () => gestures.pick(stepped(gestures.turn(), gestures.chosen, "word", step));
  const hit = (step) => () => { if (!view.find.input.value) view.find.input.focus(); else view.find.step(step); };
  const offered = (what) => () => (view.like.isOpen ? view.like.run(what) : view.tell("No passages are offered; ask for more like a code first"));
  const code = (label) => gestures.coding(label)?.code ?? gestures.recent[0] ?? view.only;

  // The next turn that fits, from the one after this on, round the end.
  const nextTurn = (fits, step, none) => () => {
    const shown = view.turns.filter((turn) => !turn.row.hidden);
    const at = shown.indexOf(gestures.turn());
    const order = shown.map((_, i) => shown[(at + step * (i + 1) + shown.length * 2) % shown.length]);
    const turn = order.find(fits);
    if (turn) gestures.focus(turn, "center");
    view.tell(turn ? `Turn ${turn.index + 1}` : none);
  };
  const isOpen = (turn) => turn.role !== "interviewer" && turn.text.trim() && !view.all.some((one) => one.mine && one.start < turn.end && one.end > turn.start);
  const dispute = (step) => () => {
    const found = view.all.filter((one) => one.only);
    const from = gestures.chosen?.coding ? found.findIndex((one) => one.id === gestures.chosen.coding) : -1;
    if (!found.length) { view.tell(view.people.length > 1 ? "No disagreement in this transcript" : "Show somebody's codings beside yours first"); return; }
    const next = found[(from + step + found.length + (from < 0 && step < 0 ? 1 : 0)) % found.length];
    gestures.focus(view.turns.find((turn) => next.start < turn.end), "center");
    gestures.focusCoding(next.id);
    view.tell(`${next.code}: only ${next.only}`);
  };

  const transcript = (step, none) => () => { if (!view.turnTo(step)) view.tell(none); };

  return {
    word: word(1),
    "word back": word(-1),
    again: () => (gestures.recent.length ? gestures.takeNamed(gestures.recent[0]) : view.tell("No code was used yet")),
    vivo: () => gestures.vivo(),
    here: (label) => {
      if (label) { gestures.list(label); return; }
      const turn = gestures.turn();
      const { start, end } = gestures.chosen ?? turn;
      gestures.listAt(view.all.filter((one) => one.start < end && one.end > start).map((one) => one.id));
    },
    note: (label) => {
      const { chosen } = gestures;
      const coding = gestures.coding(label) ?? (chosen && view.all.find((one) => one.mine && one.start < chosen.end && one.end > chosen.start));
      if (coding) gestures.note(coding);
      else {
        // Words that are not coded are quoted in a note on the transcript.
        const text = chosen ? `> ${gestures.words(chosen).replace(/\s+/g, " ")} (turn ${gestures.turn().index + 1})\n\n` : "";
        const box = chosen ? gestures.boxOf(chosen) : gestures.turn().words.getBoundingClientRect();
        view.desk.write({ on: "transcript", target: view.name, about: `the transcript ${view.name}`, box, text, at: chosen?.start ?? null });
      }
    },
    codes: () => { view.root.classList.add("wb-open"); view.bar.codes.setAttribute("aria-expanded", "true"); view.tree.focus(view.tree.at ?? ""); },
    only: (label) => view.filter({ only: view.only === null ? code(label) ?? null : null }),
    find: () => { view.find.input.focus(); view.find.input.select(); },
    next: hit(1),
    previous: hit(-1),
    jump: () => view.bar.jump.focus(),
    open: nextTurn(isOpen, 1, "Every turn is coded"),
    "open back": nextTurn(isOpen, -1, "Every turn is coded"),
    transcript: transcript(1, "This is the last transcript"),
    "transcript back": transcript(-1, "This is the first transcript"),
    dispute: dispute(1),
    "dispute back": dispute(-1),
    like: (label) => view.askLike(code(label)),
    take: offered("take"),
    refuse: offered("refuse"),
    skip: offered("skip"),
    "skip back": offered("skip back"),
    play: () => view.player.playOrPause(gestures.turn()),
    back: () => view.player.back(),
    slower: () => view.player.faster(-1),
    faster: () => view.player.faster(1),
  };
}
