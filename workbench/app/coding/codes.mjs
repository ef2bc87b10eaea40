// Finding codes by a few letters, and their tree.

// Codes that fit what was typed: those whose name begins so first, then a word of it, then all words begun, then
// anywhere in the name, then the definition. Among equals the order stays.
export function matching(codes, typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return codes;
  const parts = wanted.split(/\s+/);
  const rank = (code) => {
    const name = code.name.toLowerCase();
    const begun = name.split(/[\s\-/]+/);
    if (name.startsWith(wanted)) return 0;
    if (begun.some((word) => word.startsWith(wanted))) return 1;
    if (parts.every((part) => begun.some((word) => word.startsWith(part)))) return 2;
    if (name.includes(wanted)) return 3;
    return (code.description ?? "").toLowerCase().includes(wanted) ? 4 : 9;
  };
  return codes.map((code) => [rank(code), code]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, c]) => c);
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
