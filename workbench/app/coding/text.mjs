// Places in a text. The study counts code points, JavaScript UTF-16 units: they are converted here and nowhere else.

const surrogate = /[\ud800-\udfff]/;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const wordBreaks = new Intl.Segmenter(undefined, { granularity: "word" });
const sentenceBreaks = new Intl.Segmenter(undefined, { granularity: "sentence" });

export const toPoints = (text, units) =>
  surrogate.test(text) ? Array.from(text.slice(0, units)).length : Math.min(units, text.length);
export const toUnits = (text, points) =>
  surrogate.test(text) ? Array.from(text).slice(0, points).join("").length : Math.min(points, text.length);

// The stretch widened to whole graphemes (no half emoji, no accent without its letter), without white space at its ends;
// null where nothing but white space is left.
export function snapped(text, from, to) {
  const parts = graphemes.segment(text);
  let start = from < text.length ? parts.containing(from).index : from;
  const last = to > 0 ? parts.containing(to - 1) : null;
  let end = last ? last.index + last.segment.length : 0;
  while (start < end && /\s/.test(text[start])) start += 1;
  while (start < end && /\s/.test(text[end - 1])) end -= 1;
  return start < end ? { from: start, to: end } : null;
}

export const words = (text) =>
  [...wordBreaks.segment(text)].filter((part) => part.isWordLike)
    .map((part) => ({ from: part.index, to: part.index + part.segment.length }));

export const sentences = (text) =>
  [...sentenceBreaks.segment(text)].map((part) => snapped(text, part.index, part.index + part.segment.length)).filter(Boolean);

// Words to be said: all of them, or how they begin and end.
export const shortened = (text, most = 120) =>
  (text.length <= most ? text : `${text.slice(0, most / 2).replace(/\s+\S*$/, "")} … ${text.slice(-most / 2).replace(/^\S*\s+/, "")}`);

// Parts of a text between the borders of its codings: [{from, to, codings}], in order; together they are the text.
export function pieces(text, codings) {
  const cuts = [...new Set([0, text.length, ...codings.flatMap((c) => [c.from, c.to])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => ({
    from, to: cuts[i + 1], codings: codings.filter((c) => c.from <= from && c.to >= cuts[i + 1]),
  }));
}

// Which codings touch which turn: for turns [{start, end}] in order, a list of codings each, in the order of `codings`.
export function placed(turns, codings) {
  const here = turns.map(() => []);
  for (const coding of codings) {
    let low = 0;
    let high = turns.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (turns[middle].end <= coding.start) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < turns.length && turns[i].start < coding.end; i += 1) here[i].push(coding);
  }
  return here;
}
