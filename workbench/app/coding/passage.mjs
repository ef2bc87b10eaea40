// What is coded at one place: each coding with what can be done to it.
import { make } from "../parts/dom.mjs";
import { Popover } from "./popover.mjs";

const DOES = [["change", "c", "Change code"], ["borders", "b", "Borders"], ["note", "m", "Note"], ["like", "l", "More like this"], ["remove", "Delete", "Remove"]];

export class Passage extends Popover {
  // `codings` as turns draw them, `words(coding)` what is coded; `run(what, coding)` does one of the things above.
  constructor(home, { box, leave, codings, words, run, help }) {
    super(home, box, leave, { class: "wb-passage", role: "group", "aria-label": "Codings of this passage", "data-testid": "passage-codings" });
    this.run = run;
    this.rows = codings.map((coding) => this.row(coding, words(coding), help));
    this.root.append(...this.rows);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.place();
    this.rows[0]?.querySelector("button").focus({ preventScroll: true });
  }

  row(coding, words, help) {
    const name = make("button", { type: "button", class: "wb-name" }, coding.code, coding.whose ? make("small", {}, ` ${coding.whose}`) : null,
      coding.only ? make("small", {}, ` · only ${coding.only}`) : null);
    name.addEventListener("click", () => this.run("go", coding));
    const row = make("div", { class: "wb-row", role: "group", "aria-label": `${[coding.code, coding.whose].filter(Boolean).join(", ")}: ${words}`, "data-id": coding.id }, name);
    for (const [what, key, says] of DOES) {
      if (what === "like" ? !help : !coding.mine && what !== "note") continue;
      const button = make("button", { type: "button", "data-do": what, title: `${says} (${key})` }, says);
      button.addEventListener("click", () => this.run(what, coding));
      row.append(button);
    }
    row.style.setProperty("--colour", coding.colour || "#767676");
    row.coding = coding;
    return row;
  }

  key(event) {
    const at = this.rows.indexOf(event.target.closest(".wb-row"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...(this.rows[at]?.querySelectorAll("button") ?? [])];
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const key = event.key === "Backspace" ? "Delete" : event.key;
    const what = event.ctrlKey || event.metaKey || event.altKey ? null : DOES.find((one) => one[1] === key)?.[0];
    if (!step && !side && !what) return;
    event.preventDefault();
    event.stopPropagation();
    if (step) this.rows[(at + step + this.rows.length) % this.rows.length].querySelector("button").focus({ preventScroll: true });
    else if (side) buttons[(buttons.indexOf(event.target) + side + buttons.length) % buttons.length].focus({ preventScroll: true });
    else this.rows[at].querySelector(`[data-do="${what}"]`)?.click();
  }
}
