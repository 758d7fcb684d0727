// Draws a person's or a chat's round avatar: initials on a colour that follows from the id.

import { h } from "./dom.js";
import { icon, mark } from "./icons.js";

const COLOURS = 8;

export const colourOf = (id) => Math.abs(Number(id) || 0) % COLOURS;

export function initials(name) {
  const words = (name || "?").trim().split(/\s+/).filter(Boolean);
  if (!words.length) return "?";
  const first = [...words[0]];
  if (/\p{Script=Han}/u.test(first[0])) return first.slice(0, 1).join("");
  const second = words.length > 1 ? [...words[words.length - 1]][0] : "";
  return (first[0] + second).toUpperCase();
}

export function avatar(id, name, kind = "person") {
  if (kind === "bot") return h("span", { class: "avatar of-bot", "aria-hidden": "true" }, mark());
  const inside = kind === "topic" ? icon("topic") : initials(name);
  return h("span", { class: `avatar colour-${colourOf(id)}${kind === "group" ? " of-group" : ""}`, "aria-hidden": "true" }, inside);
}
