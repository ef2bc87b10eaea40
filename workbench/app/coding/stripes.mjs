// Where codings are drawn: a column of stripes for each code beside the text, a lane of its own for each underline in it.

// Columns of codes, by name, for lists of codings turn by turn: codes that meet in a turn never share a column, and a
// code keeps the one that it had `before` where it can, so that little is drawn anew.
export function columns(here, before = new Map()) {
  const met = new Map();
  for (const codings of here) {
    const names = new Set(codings.map((coding) => coding.code));
    for (const name of names) {
      if (!met.has(name)) met.set(name, new Set());
      if (names.size > 1) for (const other of names) met.get(name).add(other);
    }
  }
  const found = new Map();
  const order = [...met.keys()].sort((a, b) => before.has(b) - before.has(a));
  for (const name of order) {
    const taken = new Set([...met.get(name)].map((other) => found.get(other)));
    let column = before.get(name) ?? 0;
    if (taken.has(column)) for (column = 0; taken.has(column); column += 1);
    found.set(name, column);
  }
  return found;
}

// Lanes of stretches [{from, to}] in the order given: those that overlap have different ones, 0 is next to the words.
export function lanes(stretches) {
  const ends = [];
  const found = new Map();
  for (const one of [...stretches].sort((a, b) => a.from - b.from || b.to - a.to)) {
    let lane = ends.findIndex((end) => end <= one.from);
    if (lane < 0) lane = ends.length;
    ends[lane] = one.to;
    found.set(one, lane);
  }
  return found;
}

// The codings that not all who are shown gave: by key, who did. Agreed codings stand beside, and are not compared.
export function disputed(codings, people) {
  const found = new Map();
  const own = codings.filter((coding) => coding.layer !== "agreed");
  if (people.length < 2) return found;
  const byCode = new Map();
  for (const one of own) byCode.set(one.code, [...(byCode.get(one.code) ?? []), one]);
  for (const one of own) {
    const who = new Set(byCode.get(one.code).filter((o) => o.start < one.end && o.end > one.start).map((o) => o.coder));
    if (people.some((person) => !who.has(person))) found.set(one.id, [...who].sort());
  }
  return found;
}
