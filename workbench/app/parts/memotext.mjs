// A memo as it reads: elements made from its parsed Markdown, never from HTML; `[[links]]` lead to their page.
import { lasting, make } from "./dom.mjs";

const TAGS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "br", "hr",
  "table", "thead", "tbody", "tr", "th", "td"]);

class MemoText {
  constructor(parent) {
    this.root = make("div", { class: "wb-memo", "data-testid": "memo-text", dir: "auto" });
    parent.append(this.root);
    this.root.addEventListener("click", (event) => {
      const link = event.target.closest("button[data-kind]");
      if (link) this.send("follow", { kind: link.dataset.kind, name: link.dataset.name, nonce: Date.now() });
    });
  }

  update(data, send) {
    this.send = send;
    const looks = JSON.stringify(data.nodes);
    if (looks !== this.looks) this.root.replaceChildren(...data.nodes.map((node) => this.node(node)));
    this.looks = looks;
  }

  node(node) {
    if (typeof node === "string") return node;
    const inside = (node.inside ?? []).map((part) => this.node(part));
    if (node.tag === "link") {
      return node.kind ? make("button", { type: "button", class: "wb-memo-link", "data-kind": node.kind, "data-name": node.name, title: `Open ${node.kind} ${node.name}` }, ...inside)
        : make("span", { class: "wb-memo-lost", title: "Nothing is called so" }, ...inside);
    }
    if (node.tag === "a" && /^(https?|mailto):/i.test(node.target)) return make("a", { href: node.target, rel: "noreferrer noopener", target: "_blank" }, ...inside);
    return TAGS.has(node.tag) ? make(node.tag, {}, ...inside) : make("span", {}, ...inside);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const [text, cleanUp] = lasting(parentElement, "wbMemoText", () => new MemoText(parentElement));
  text.update(data, setTriggerValue);
  return cleanUp;
}
