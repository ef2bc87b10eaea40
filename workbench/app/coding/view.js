// The coding view: a transcript as turns, with its codings beside them. It draws at once and sends acts to the study.
//
// Every act has an id made here and stays in the outbox until the study has answered it, saved or refused. Each message
// carries the whole outbox, because of several messages in one batch only the last arrives; the study applies an id once.
// Offsets: the study counts code points, JavaScript UTF-16 units. They are converted here and nowhere else.

export const toPoints = (text, units) => Array.from(text.slice(0, units)).length;
export const toUnits = (text, points) => Array.from(text).slice(0, points).join("").length;

// Parts of a turn's text between the borders of its codings: [{from, to, codings}], in order, in UTF-16 units.
export function pieces(text, codings) {
  const cuts = [...new Set([0, text.length, ...codings.flatMap((c) => [c.from, c.to])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => ({
    from, to: cuts[i + 1], codings: codings.filter((c) => c.from <= from && c.to >= cuts[i + 1]),
  }));
}

// Codes that fit what was typed: those whose name begins so first, then a word of it, then anywhere, or the definition.
export function matching(codes, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return codes;
  const rank = (code) => {
    const name = code.name.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[\s\-/]+/).some((word) => word.startsWith(wanted))) return 1;
    if (name.includes(wanted)) return 2;
    return code.description.toLowerCase().includes(wanted) ? 3 : 9;
  };
  return codes.map((code) => [rank(code), code]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, c]) => c);
}

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

class View {
  constructor(parent) {
    this.outbox = [];
    this.turns = [];
    this.drawn = [];
    this.recent = [];
    this.state = make("span", { "data-testid": "save-state", role: "status" });
    this.help = make("span");
    this.bar = make("div", { class: "wb-bar" }, this.help, this.state);
    this.list = make("div", { role: "list" });
    this.root = make("div", { class: "wb-view", "data-testid": "coding-view" }, this.bar, this.list);
    this.help.textContent = "Select words, or move by ↑ ↓ and press Enter; type a code. Delete on a code removes it.";
    parent.append(this.root);
    this.list.addEventListener("mouseup", () => setTimeout(() => this.selected(), 0));
    this.list.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  update(data, send) {
    this.send = send;
    this.data = data;
    const answered = new Map((data.answers ?? []).map((answer) => [answer.id, answer]));
    for (const act of this.outbox) {
      const answer = answered.get(act.id);
      if (answer?.refused) this.refused = answer.refused;
    }
    this.outbox = this.outbox.filter((act) => !answered.has(act.id));
    if (this.transcript !== data.transcript) this.build();
    this.codes = data.codes;
    this.colour = new Map(data.codes.map((code) => [code.name, code.colour]));
    this.draw();
    if (data.place && data.place.nonce !== this.nonce) {
      this.nonce = data.place.nonce;
      this.goTo(data.place.start);
    }
  }

  build() {
    this.transcript = this.data.transcript;
    this.drawn = [];
    this.list.replaceChildren();
    this.turns = this.data.turns.map((turn, index) => {
      const who = make("div", { class: "wb-who" });
      who.append(turn.speaker ?? "");
      if (turn.time) who.append(make("small", {}, turn.time));
      const words = make("div", { class: "wb-words", dir: "auto" });
      const codes = make("div", { class: "wb-codes" });
      const row = make("div", { class: "wb-turn", role: "listitem", tabindex: index ? "-1" : "0", "data-testid": "turn",
        "data-index": index, "data-role": turn.role }, who, words, codes);
      this.list.append(row);
      return { ...turn, row, words, codes, points: Array.from(turn.text).length };
    });
  }

  // The codings as they are in the study, with what is still on its way drawn as if it were there.
  codings() {
    const gone = new Set(this.outbox.filter((act) => act.do === "remove").map((act) => act.coding));
    const coming = this.outbox.filter((act) => act.do === "add")
      .map((act) => ({ id: act.id, code: act.code, coder: this.data.coder, start: act.start, end: act.end, state: "unsaved" }));
    return [...this.data.codings.filter((c) => !gone.has(c.id)), ...coming];
  }

  draw() {
    const all = this.codings();
    this.turns.forEach((turn, index) => {
      const end = turn.start + turn.points;
      const here = all.filter((c) => c.start < end && c.end > turn.start).map((c) => ({
        ...c,
        from: toUnits(turn.text, Math.max(0, c.start - turn.start)),
        to: toUnits(turn.text, Math.min(turn.points, c.end - turn.start)),
        first: c.start >= turn.start,
      }));
      const looks = JSON.stringify([here, here.map((c) => this.colour.get(c.code))]);
      if (this.drawn[index] === looks) return;
      this.drawn[index] = looks;
      turn.words.replaceChildren(...pieces(turn.text, here).map((piece) => this.piece(turn.text, piece)));
      turn.codes.replaceChildren(...here.filter((c) => c.first || c.start < turn.start).map((c) => this.chip(c)));
    });
    const waiting = this.outbox.length;
    this.state.textContent = this.refused ? `Not saved: ${this.refused}` : waiting ? `Saving ${waiting} …` : "All saved";
  }

  piece(text, piece) {
    const words = text.slice(piece.from, piece.to);
    if (!piece.codings.length) return document.createTextNode(words);
    const mark = make("mark", { "data-codings": piece.codings.map((c) => c.id).join(" ") }, words);
    const colours = [...new Set(piece.codings.map((c) => this.colour.get(c.code) ?? "#767676"))].slice(0, 4);
    mark.style.backgroundImage = colours.map((c) => `linear-gradient(${c}, ${c})`).join(", ");
    mark.style.backgroundSize = colours.map(() => "100% 2px").join(", ");
    mark.style.backgroundPosition = colours.map((_, i) => `0 calc(100% - ${i * 3}px)`).join(", ");
    mark.style.paddingBottom = `${colours.length * 3}px`;
    return mark;
  }

  chip(coding) {
    const mine = coding.coder === this.data.coder;
    const chip = make("button", {
      class: "wb-chip", type: "button", "data-testid": "coding", "data-id": coding.id, "data-code": coding.code,
      "data-start": coding.start, "data-end": coding.end, "data-coder": coding.coder, "data-state": coding.state ?? "saved",
      "aria-label": `${coding.code}, by ${coding.coder}${coding.layer === "agreed" ? ", agreed" : ""}`,
    }, coding.first ? coding.code : `… ${coding.code}`);
    if (!mine || coding.layer === "agreed") chip.append(make("small", {}, ` ${coding.layer === "agreed" ? "agreed" : coding.coder}`));
    chip.style.setProperty("--colour", this.colour.get(coding.code) ?? "#767676");
    const light = (on) => this.list.querySelectorAll("mark").forEach((mark) =>
      mark.classList.toggle("wb-lit", on && mark.dataset.codings.split(" ").includes(coding.id)));
    chip.addEventListener("focus", () => light(true));
    chip.addEventListener("blur", () => light(false));
    return chip;
  }

  // What is selected, in code points of the transcript; null where it is nothing or no words.
  selection() {
    const chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !this.list.contains(chosen.anchorNode)) return null;
    const range = chosen.getRangeAt(0);
    const touched = this.turns.filter((turn) => range.intersectsNode(turn.words));
    if (!touched.length) return null;
    const at = (turn, node, offset, otherwise) => {
      if (!turn.words.contains(node)) return otherwise;
      const before = document.createRange();
      before.selectNodeContents(turn.words);
      before.setEnd(node, offset);
      return toPoints(turn.text, before.toString().length);
    };
    const [first, last] = [touched[0], touched[touched.length - 1]];
    const start = first.start + at(first, range.startContainer, range.startOffset, 0);
    const end = last.start + at(last, range.endContainer, range.endOffset, last.points);
    return start < end ? { start, end, box: range.getBoundingClientRect() } : null;
  }

  selected() {
    const chosen = this.selection();
    if (chosen) this.open(chosen);
  }

  key(event) {
    const chip = event.target.closest?.(".wb-chip");
    if (chip && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      chip.closest(".wb-turn").focus();
      this.act({ do: "remove", coding: chip.dataset.id });
      return;
    }
    const row = event.target.closest?.(".wb-turn");
    if (!row || chip) return;
    const index = Number(row.dataset.index);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = this.turns[index + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next) return;
      event.preventDefault();
      this.focus(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const turn = this.turns[index];
      this.open(this.selection() ?? { start: turn.start, end: turn.start + turn.points, box: turn.words.getBoundingClientRect() });
    }
  }

  focus(turn) {
    this.turns.forEach((other) => other.row.setAttribute("tabindex", other === turn ? "0" : "-1"));
    turn.row.focus();
    turn.row.scrollIntoView({ block: "nearest" });
  }

  open(chosen) {
    this.close();
    this.chosen = chosen;
    const input = make("input", { "data-testid": "code-palette-input", "aria-label": "Code for the selected words",
      placeholder: "Type a code …", autocomplete: "off", role: "combobox", "aria-expanded": "true" });
    const options = make("ul", { role: "listbox" });
    this.palette = make("div", { class: "wb-palette", "data-testid": "code-palette" }, input, options);
    const home = this.root.getBoundingClientRect();
    this.root.style.position = "relative";
    this.palette.style.left = `${Math.max(0, Math.min(chosen.box.left - home.left, home.width - 400))}px`;
    this.palette.style.top = `${Math.min(chosen.box.bottom, window.innerHeight - 330) - home.top + 6}px`;
    this.root.append(this.palette);
    let at = 0;
    let found = [];
    const list = () => {
      const typed = input.value.trim();
      const recent = this.recent.map((name) => this.codes.find((code) => code.name === name)).filter(Boolean);
      const inOrder = typed ? this.codes : [...recent, ...this.codes.filter((code) => !recent.includes(code))];
      found = matching(inOrder, typed).slice(0, 40);
      if (typed && !this.codes.some((code) => code.name === typed)) found.push({ name: typed, description: "A new code", fresh: true });
      at = Math.min(at, Math.max(found.length - 1, 0));
      options.replaceChildren(...found.map((code, i) => {
        const label = code.fresh ? `New code “${code.name}”` : code.parent ? `${code.name} — ${code.parent}` : code.name;
        const option = make("li", { role: "option", "aria-selected": i === at }, label, make("small", {}, code.description ?? ""));
        option.style.setProperty("--colour", code.colour ?? "transparent");
        option.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(code); });
        return option;
      }));
      options.children[at]?.scrollIntoView({ block: "nearest" });
    };
    input.addEventListener("input", () => { at = 0; list(); });
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close(true);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(found.length, 1);
        list();
      } else if (event.key === "Enter" && found[at]) { event.preventDefault(); this.take(found[at]); }
    });
    input.addEventListener("blur", () => setTimeout(() => { if (this.palette && !this.palette.contains(document.activeElement)) this.close(); }, 150));
    list();
    input.focus({ preventScroll: true });
  }

  take(code) {
    const { start, end } = this.chosen;
    this.recent = [code.name, ...this.recent.filter((name) => name !== code.name)].slice(0, 5);
    this.close(true);
    this.act({ do: "add", start, end, code: code.name, fresh: Boolean(code.fresh) });
  }

  close(refocus = false) {
    if (!this.palette) return;
    const turn = this.turns.find((one) => this.chosen.start < one.start + one.points && this.chosen.end > one.start);
    const palette = this.palette;
    this.palette = null;
    palette.remove();
    if (refocus && turn) turn.row.focus({ preventScroll: true });
  }

  act(act) {
    this.refused = null;
    this.outbox.push({ ...act, id: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`, transcript: this.transcript });
    this.draw();
    this.send("acts", this.outbox);
  }

  goTo(start) {
    const turn = this.turns.find((one) => start < one.start + one.points) ?? this.turns[this.turns.length - 1];
    if (!turn) return;
    this.turns.forEach((other) => other.row.classList.remove("wb-here"));
    turn.row.classList.add("wb-here");
    turn.row.scrollIntoView({ block: "center" });
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const view = (parentElement.wbView ??= new View(parentElement));
  view.update(data, setTriggerValue);
}
