// The line above the text: the codes in narrow windows, search, going to a turn or time, one speaker, what is filtered,
// the recording, and whether all is saved.
import { make } from "../parts/dom.mjs";
import { destination } from "./places.mjs";

export class Bar {
  // `does` are codes(open), go(index), speaker(label or null), all(), back(), tell(words).
  constructor(does, find, player) {
    Object.assign(this, { does, turns: [] });
    this.codes = make("button", { type: "button", class: "wb-codes-button", "aria-expanded": "false" }, "Codes");
    this.codes.addEventListener("click", () => this.codes.setAttribute("aria-expanded", does.codes()));
    this.jump = make("input", { class: "wb-jump", placeholder: "Turn, time  t", "aria-label": "Go to a turn or a time", "data-testid": "jump", inputmode: "text" });
    this.jump.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { this.jump.value = ""; does.back(); }
      if (event.key === "Enter") this.go();
    });
    this.speaker = make("select", { "aria-label": "Speaker", "data-testid": "speaker" });
    this.speaker.addEventListener("change", () => does.speaker(this.speaker.value || null));
    this.filter = make("button", { type: "button", class: "wb-filter", hidden: "" });
    this.filter.addEventListener("click", () => does.all());
    this.told = make("span", { class: "wb-unseen", role: "status", "data-testid": "told" });
    this.state = make("span", { class: "wb-state", "data-testid": "save-state", role: "status" });
    this.root = make("div", { class: "wb-bar", role: "toolbar", "aria-label": "Transcript" }, this.codes, find.root, this.jump, this.speaker, this.filter, player.root, this.told, this.state);
  }

  load(turns) {
    this.turns = turns;
    const labels = [...new Set(turns.map((turn) => turn.speaker).filter(Boolean))];
    this.speaker.replaceChildren(make("option", { value: "" }, "All speakers"), ...labels.map((label) => make("option", { value: label }, `Only ${label}`)));
    this.speaker.hidden = labels.length < 2;
  }

  go() {
    const index = destination(this.turns, this.jump.value);
    if (index === null) this.does.tell(this.turns.some((turn) => turn.at !== null) ? "Type a turn, as 120, or a time, as 12:30" : "This transcript has no times; type the number of a turn");
    else { this.jump.value = ""; this.does.go(index); }
  }

  // What is on its way, and what went wrong with it.
  saving({ waiting, late, writer, gone, refused, trouble }) {
    const kept = waiting === 1 ? "1 act is kept here" : `${waiting} acts are kept here`;
    const [state, says] = refused ? ["wrong", `Not saved: ${refused}`]
      : waiting && trouble ? ["wrong", `Not saved yet: ${trouble} ${kept}; trying again …`]
        : gone ? ["wrong", `No connection to the program. ${waiting ? `${kept}; trying` : "Trying"} again …`]
          : waiting && late ? ["wrong", `${waiting} not saved yet: ${writer ? `${writer} is writing to the study` : "the study is busy"}. ${kept}; trying again …`] : waiting ? ["saving", `Saving ${waiting} …`] : ["saved", "All saved"];
    if (this.state.textContent !== says) this.state.textContent = says;
    this.state.dataset.state = state;
    // What was done is told at once; that each act is saved need not be told as well, only that one is not.
    this.state.setAttribute("aria-live", state === "wrong" ? "polite" : "off");
  }
}
