// Opens a small menu beside a button, for the mouse and the keyboard alike.

import { h } from "./dom.js";
import { icon } from "./icons.js";

let openOne = null;

export function closeMenu() {
  if (openOne) openOne();
}

/** entries: {label, hint, sign (element), icon (name), testid, checked, danger, act} or "line". */
export function openMenu(anchor, label, entries, { above = false, focus = true } = {}) {
  const already = openOne?.anchor === anchor;
  closeMenu();
  if (already) return;
  const items = entries.map((entry) => (entry === "line" ? h("hr") : item(entry)));
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, testid: "menu" }, items);
  document.body.append(menu);
  position(menu, anchor, above);
  anchor.setAttribute("aria-expanded", "true");

  const close = (refocus = false) => {
    if (!menu.isConnected) return;
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", close);
    openOne = null;
    if (refocus && anchor.isConnected) anchor.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close();
  };
  menu.addEventListener("keydown", (event) => walk(event, menu, close));
  menu.addEventListener("click", (event) => { if (event.target.closest("[role^=menuitem]")) close(); });
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", () => close(), { once: true });
  openOne = close;
  openOne.anchor = anchor;
  if (focus) menu.querySelector("[aria-checked=true], [role^=menuitem]")?.focus();
}

function item(entry) {
  return h("button", {
    type: "button", role: entry.checked === undefined ? "menuitem" : "menuitemradio", "aria-checked": entry.checked === undefined ? undefined : String(entry.checked),
    class: `menu-item${entry.danger ? " danger" : ""}`, testid: entry.testid, tabindex: "-1", "aria-label": entry.name,
    on: { click: (event) => { event.preventDefault(); setTimeout(entry.act); } },
  }, entry.sign ?? (entry.icon && icon(entry.icon)), h("span", { class: "menu-text" }, h("span", { class: "menu-label" }, entry.label), entry.hint && h("span", { class: "menu-hint" }, entry.hint)),
  entry.count ? h("span", { class: "count" }, String(entry.count)) : entry.checked && icon("check"));
}

function position(menu, anchor, above) {
  const spot = anchor.getBoundingClientRect();
  const wide = Math.max(menu.offsetWidth, 1);
  const left = Math.max(8, Math.min(spot.left, window.innerWidth - wide - 8));
  menu.style.left = `${left}px`;
  const room = above ? spot.top - 16 : window.innerHeight - spot.bottom - 16;
  menu.style.maxHeight = `${Math.max(160, room)}px`;
  if (above) menu.style.bottom = `${window.innerHeight - spot.top + 6}px`;
  else menu.style.top = `${spot.bottom + 6}px`;
}

function walk(event, menu, close) {
  const all = [...menu.querySelectorAll("[role^=menuitem]")];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all[to]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close(true);
  }
}
