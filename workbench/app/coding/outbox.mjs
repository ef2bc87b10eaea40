// Acts on their way. Each has an id made here and stays until the study has answered it, saved or refused.
//
// Every message carries the whole outbox, because of several messages in one batch only the last arrives; the study does
// an id once. The outbox outlives a reload of the page, except for undo and redo, which are better pressed again.

const outlives = (act) => act.do !== "undo" && act.do !== "redo";

export class Outbox {
  constructor(storage, key) {
    Object.assign(this, { storage, key, made: new Map() });
    try {
      this.waiting = JSON.parse(storage.getItem(key) ?? "[]");
    } catch {
      this.waiting = [];
    }
  }

  add(act) {
    const made = this.keyed({ id: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`, ...act });
    this.waiting.push(made);
    this.keep();
    return made;
  }

  // Take out what was answered ([{id, refused?, made?}]); gives those that were refused, each with its reason. `made` are
  // the keys of the codings that came of an act, which until then are known by its id (`id/1` the second): whoever still
  // speaks of them so, speaks of the key.
  settle(answers) {
    const known = new Map(answers.map((answer) => [answer.id, answer]));
    const settled = this.waiting.filter((act) => known.has(act.id));
    for (const { id } of settled) (known.get(id).made ?? []).forEach((key, i) => this.made.set(i ? `${id}/${i}` : id, key));
    this.waiting = this.waiting.filter((act) => !known.has(act.id)).map((act) => this.keyed(act));
    if (settled.length) this.keep();
    return settled.map((act) => ({ do: act.do, refused: known.get(act.id).refused })).filter((act) => act.refused);
  }

  keyed(act) {
    const keys = ["coding", "target"].filter((name) => this.made.has(act[name])).map((name) => [name, this.made.get(act[name])]);
    return keys.length ? { ...act, ...Object.fromEntries(keys) } : act;
  }

  keep() {
    try {
      this.storage.setItem(this.key, JSON.stringify(this.waiting.filter(outlives)));
    } catch {
      // A full or forbidden storage only means that a reload would lose what is not saved yet.
    }
  }
}
