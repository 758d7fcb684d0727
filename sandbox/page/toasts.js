// Shows short passing notes inside the view they belong to.

import { h } from "./dom.js";

const STAY = 4500;

export function toastShelf() {
  return h("div", { class: "toasts", role: "status", "aria-live": "polite" });
}

export function toast(shelf, text, { trouble = false } = {}) {
  const note = h("div", { class: `toast${trouble ? " trouble" : ""}`, testid: "toast" }, text);
  shelf.append(note);
  while (shelf.children.length > 3) shelf.firstChild.remove();
  let timer;
  const leave = () => {
    note.classList.add("leaving");
    setTimeout(() => note.remove(), 250);
  };
  const wait = () => { timer = setTimeout(leave, STAY + text.length * 25); };
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", wait);
  note.addEventListener("click", leave);
  wait();
}
