// Finding codes by a few letters, making new ones from what was typed, and their tree.

// Codes that fit what was typed: those whose name begins so first, then a word of it, then all words begun, then another
// name that begins so, then anywhere in the name, then the definition. Among equals the order stays.
export function matching(codes, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return codes;
  const parts = wanted.split(/\s+/);
  const rank = (code) => {
    const name = code.name.toLowerCase();
    const begun = name.split(/[\s\-/]+/);
    const aliases = (code.aliases ?? []).map((alias) => alias.toLowerCase());
    if (name === wanted) return -1;
    if (name.startsWith(wanted)) return 0;
    if (begun.some((word) => word.startsWith(wanted))) return 1;
    if (aliases.some((alias) => alias.split(/[\s\-/]+/).some((word) => word.startsWith(wanted)) || alias.startsWith(wanted))) return 2;
    if (parts.every((part) => begun.some((word) => word.startsWith(part)))) return 3;
    if (name.includes(wanted)) return 4;
    return `${code.description ?? ""} ${code.definition ?? ""}`.toLowerCase().includes(wanted) ? 5 : 9;
  };
  return codes.map((code) => [rank(code), code]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, c]) => c);
}

// What could be made of what was typed: a known code, or new ones. "parent/name" is a new code under a parent, known or
// new as well; the name as it stands, with its stroke, comes second.
export function makeable(codes, typed) {
  const name = typed.trim().replace(/\s+/g, " ");
  const known = (wanted) => codes.find((code) => code.name.toLowerCase() === wanted.toLowerCase());
  if (!name || known(name)) return [];
  const stroke = name.indexOf("/");
  const parent = name.slice(0, Math.max(stroke, 0)).trim();
  const child = name.slice(stroke + 1).trim();
  if (stroke < 0 || !parent || !child) return [{ name, fresh: true }];
  const under = known(parent)?.name ?? parent;
  const first = known(child) ? [known(child)] : [{ name: child, parent: under, newParent: !known(parent), fresh: true }];
  return [...first, { name, fresh: true }];
}

// A code named after the words themselves: all of them, or as many as a name may reasonably have.
export function inVivo(words, most = 60) {
  const whole = words.replace(/\s+/g, " ").trim();
  if (whole.length <= most) return whole;
  const cut = whole.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).trim()} …`;
}

// Codes (parents before their children) with how deep each stands.
export function withDepth(codes) {
  const depth = new Map();
  return codes.map((code) => {
    depth.set(code.name, code.parent === null ? 0 : (depth.get(code.parent) ?? -1) + 1);
    return { ...code, depth: depth.get(code.name) };
  });
}

// The names of a code and of all that stand below it.
export function branch(codes, name) {
  const names = new Set([name]);
  for (const code of codes) if (names.has(code.parent)) names.add(code.name);
  return names;
}
