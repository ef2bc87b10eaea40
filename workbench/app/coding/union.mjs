// What waits to be saved, drawn as the study will have it. The rule that passages of one code by one coder which overlap
// become one lives in study/joining.py; here it is only foreseen, and what the study answers is drawn instead.

// The span with all that overlap it, and all that overlap those: {start, end, joined}.
export function union({ start, end }, others) {
  const joined = [];
  let left = others;
  for (;;) {
    const inside = left.filter((one) => one.start < end && one.end > start);
    if (!inside.length) return { start, end, joined };
    joined.push(...inside);
    left = left.filter((one) => !inside.includes(one));
    start = Math.min(start, ...inside.map((one) => one.start));
    end = Math.max(end, ...inside.map((one) => one.end));
  }
}

const isSame = (a, b) => a.id !== b.id && a.code === b.code && a.coder === b.coder && a.layer === b.layer;

// The codings of the study with the acts on their way done to them, by place.
export function foreseen(stored, acts) {
  const all = new Map(stored.map((coding) => [coding.id, coding]));
  const put = (coding) => {
    const { start, end, joined } = union(coding, [...all.values()].filter((one) => isSame(one, coding)));
    const known = all.has(coding.id) || !joined.length;
    const kept = known ? coding : joined[0];
    if (!known && kept.start === start && kept.end === end) return;
    for (const one of joined) if (one.id !== kept.id) all.delete(one.id);
    all.set(kept.id, { ...kept, start, end, state: "unsaved" });
  };
  for (const act of acts) {
    const { start, end, coder } = act;
    if (act.do === "add") {
      act.codes.forEach((code, i) => put({ id: i ? `${act.id}/${i}` : act.id, code: code.name, coder, start, end, layer: "independent" }));
    } else if (act.do === "take") {
      put({ id: act.id, code: act.code, coder, start, end, layer: "independent" });
    } else if (act.do === "remove") {
      all.delete(act.coding);
    } else if (act.do === "edit" && all.has(act.coding)) {
      const before = all.get(act.coding);
      put({ ...before, code: act.code ?? before.code, start: start ?? before.start, end: end ?? before.end });
    }
  }
  return [...all.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
