// Puts the cursor into a field once, when there is something to be written there.
export default function ({ data, parentElement }) {
  if (parentElement.wbFocused === data.once) return;
  const find = (tries) => {
    const field = document.querySelector(data.field);
    if (field) {
      parentElement.wbFocused = data.once;
      field.focus();
    } else if (tries) setTimeout(() => find(tries - 1), 50);
  };
  find(20);
}
