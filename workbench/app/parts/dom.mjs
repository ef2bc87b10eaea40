// Elements made without HTML: whatever a transcript or a name holds is shown as it is, never read as markup.

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

// Whether a key belongs to a text field: there, letters are letters, and Ctrl+Z takes back what was typed.
export const isTyping = (target) =>
  Boolean(target?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]"));

// A component keeps one object for the element it lives in. Streamlit may ask it to clean up while it stays mounted, so
// it is torn down only when the element has really left the page.
export function lasting(parent, name, create) {
  const kept = (parent[name] ??= create());
  const cleanUp = () => setTimeout(() => {
    if (parent.isConnected || parent[name] !== kept) return;
    delete parent[name];
    kept.leave?.();
  }, 0);
  return [kept, cleanUp];
}
