// The chosen words, in code points of the transcript: taken from the mouse, or moved by keys inside a turn.
import { sentences, snapped, toPoints, words } from "./text.mjs";

// From the browser's selection; null where nothing or no words are selected in `list`.
export function chosenByMouse(list, turns) {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !list.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const touched = turns.filter((turn) => !turn.row.hidden && range.intersectsNode(turn.words));
  if (!touched.length) return null;
  const [first, last] = [touched[0], touched[touched.length - 1]];
  const from = first.unitsBefore(range.startContainer, range.startOffset, 0);
  const to = last.unitsBefore(range.endContainer, range.endOffset, last.text.length);
  if (first === last) return stretch(first, from, to);
  const [begin, end] = [snapped(first.text, from, first.text.length), snapped(last.text, 0, to)];
  return {
    start: begin ? first.start + toPoints(first.text, begin.from) : first.end,
    end: end ? last.start + toPoints(last.text, end.to) : last.start,
    turn: first,
  };
}

// A stretch of one turn as chosen words; null where it holds none.
export function stretch(turn, from, to) {
  const found = snapped(turn.text, from, to);
  return found && {
    start: turn.start + toPoints(turn.text, found.from), end: turn.start + toPoints(turn.text, found.to), turn, ...found,
  };
}

// The next (`step` 1) or previous (-1) sentence or word of the turn, seen from what is chosen in it.
export function stepped(turn, chosen, unit, step) {
  const units = (unit === "word" ? words : sentences)(turn.text);
  if (!units.length) return null;
  const here = chosen?.turn === turn ? units.findIndex((one) => one.to > chosen.from) : -1;
  const next = here < 0 ? (step > 0 ? 0 : units.length - 1) : here + step;
  const { from, to } = units[Math.min(Math.max(next, 0), units.length - 1)];
  return stretch(turn, from, to);
}

// What is chosen in the turn, with its end moved by one word; at least one word stays.
export function resized(turn, chosen, step) {
  if (chosen?.turn !== turn) return stepped(turn, null, "word", 1);
  const ends = words(turn.text).map((one) => one.to);
  const next = step > 0 ? ends.find((end) => end > chosen.to) : ends.filter((end) => end < chosen.to && end > chosen.from).pop();
  return stretch(turn, chosen.from, next ?? (step > 0 ? turn.text.length : chosen.to));
}
