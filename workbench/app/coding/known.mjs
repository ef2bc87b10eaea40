// What the study has told, as it was after each message. A message says what differs from a state that this browser said
// it has, and while it is on its way others may have come: so the last states are kept to build on.
const KEPT = 30;

export class Known {
  constructor() {
    Object.assign(this, { states: new Map(), at: null });
  }

  // The state after a message, {codings, parts}; "old" where it is drawn already, "lost" where its beginning is not known.
  take({ since, at, put, gone, parts }) {
    const base = since === null ? { codings: new Map(), parts: {} } : this.states.get(since);
    if (since !== null && this.at !== null && at <= this.at) return "old";
    if (!base) return "lost";
    const codings = new Map(base.codings);
    for (const coding of put) codings.set(coding.id, coding);
    for (const id of gone) codings.delete(id);
    const state = { codings, parts: { ...base.parts, ...parts } };
    if (since === null) this.states.clear();
    this.states.set(at, state);
    for (const number of this.states.keys()) if (this.states.size > KEPT) this.states.delete(number);
    this.at = at;
    return state;
  }

  forget() {
    this.states.clear();
    this.at = null;
  }
}

// Whether two transcripts are drawn the same: then the rows that stand can stay, with place and focus.
export const isSameText = (a, b) => a === b || (a?.length === b?.length && JSON.stringify(a) === JSON.stringify(b));
