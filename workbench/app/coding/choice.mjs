// The chosen words, {start, end} in code points of the transcript: taken from the mouse, or moved by keys.
import { sentences, snapped, toPoints, words } from "./text.mjs";

const UNITS = { word: words, sentence: sentences };

// The turn that holds a place; the last one before it where none does.
export function turnAt(turns, place) {
  let low = 0;
  let high = turns.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (turns[middle].start <= place) low = middle;
    else high = middle - 1;
  }
  return turns[low];
}

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
  };
}

// A stretch of one turn as chosen words; null where it holds none.
export function stretch(turn, from, to) {
  const found = snapped(turn.text, from, to);
  return found && { start: turn.start + toPoints(turn.text, found.from), end: turn.start + toPoints(turn.text, found.to) };
}

// The next (`step` 1) or previous (-1) sentence or word of the turn, seen from what is chosen in it.
export function stepped(turn, chosen, unit, step) {
  const units = UNITS[unit](turn.text);
  if (!units.length) return null;
  const begun = chosen && chosen.start >= turn.start && chosen.start < turn.end ? turn.units(chosen.start) : null;
  const here = begun === null ? -1 : units.findIndex((one) => one.to > begun);
  const next = here < 0 ? (step > 0 ? 0 : units.length - 1) : here + step;
  const { from, to } = units[Math.min(Math.max(next, 0), units.length - 1)];
  return stretch(turn, from, to);
}

// What is chosen with its `edge` ("start" or "end") moved by one word, over turns; at least one word stays.
export function resized(turns, chosen, edge, step) {
  const place = chosen[edge];
  for (let turn = turnAt(turns, edge === "end" ? place - 1 : place); turn; turn = turns[turn.index + step]) {
    if (turn.row?.hidden) continue;
    const borders = words(turn.text).map((one) => turn.start + toPoints(turn.text, edge === "end" ? one.to : one.from));
    const next = step > 0 ? borders.find((one) => one > place) : borders.filter((one) => one < place).pop();
    if (next === undefined) {
      // The last word of a turn takes the full stop after it along.
      if (edge === "end" && step > 0 && place < turn.end && place > turn.start) return { ...chosen, end: turn.end };
      continue;
    }
    const moved = { ...chosen, [edge]: next };
    return moved.start < moved.end ? moved : chosen;
  }
  return chosen;
}

// What is chosen, reaching over one turn more (`step` 1) or less (-1); with nothing chosen, the turn itself.
export function overTurns(turns, turn, chosen, step) {
  if (!chosen) return stretch(turn, 0, turn.text.length);
  const last = turnAt(turns, chosen.end - 1);
  let next = turns[last.index + step];
  while (next?.row?.hidden) next = turns[next.index + step];
  if (!next || next.end <= chosen.start) return chosen;
  return { ...chosen, end: stretch(next, 0, next.text.length)?.end ?? next.end };
}

// A place in code points under the mouse, at a border of a word unless `exact`; null outside the words.
export function placeUnder(turns, x, y, exact) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
  const row = node && (node.nodeType === 1 ? node : node.parentElement)?.closest(".wb-turn");
  const turn = row && turns[Number(row.dataset.index)];
  if (!turn || !turn.words.contains(node)) return null;
  let units = turn.unitsBefore(node, offset, 0);
  if (!exact) {
    const borders = words(turn.text).flatMap((one) => [one.from, one.to]);
    units = borders.reduce((best, one) => (Math.abs(one - units) < Math.abs(best - units) ? one : best), borders[0] ?? units);
  }
  return turn.start + toPoints(turn.text, units);
}
