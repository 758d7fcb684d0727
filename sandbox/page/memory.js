// Remembers the page's small choices in this browser, and forgets quietly where storage is forbidden.

export function recall(name, otherwise) {
  try {
    const kept = localStorage.getItem(`paidan.${name}`);
    return kept === null ? otherwise : kept;
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`paidan.${name}`, String(value));
  } catch {
    // Nothing is lost but the memory of a choice.
  }
}
