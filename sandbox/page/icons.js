// Draws the page's line icons and the Paidan mark as SVG elements.

import { svg } from "./dom.js";

const LINES = {
  back: "M15 5l-7 7 7 7", close: "M6 6l12 12M18 6L6 18", send: "M4.5 12L20 4.8 15.2 20l-3.4-6.2zM11.8 13.8L20 4.8", plus: "M12 5v14M5 12h14",
  clip: "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.9-7.9a3.1 3.1 0 0 1 4.4 4.4l-7.8 7.8a1.5 1.5 0 0 1-2.2-2.2l7-7", slash: "M4.5 4h15v16h-15zM14 8l-4 8",
  keys: "M3 6.5h18v11H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8", down: "M6 9l6 6 6-6", up: "M6 15l6-6 6 6", more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  photo: "M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9h.01", voice: "M12 3.5a2.7 2.7 0 0 1 2.7 2.7v5.3a2.7 2.7 0 0 1-5.4 0V6.200A2.700 2.700 0 0 1 12 3.500zM6 11.500a6 6 0 0 0 12 0M12 17.500V21",
  document: "M7 3.500h7l4 4V20.500H7zM14 3.500v4h4M10 12h5M10 15.500h5", location: "M12 21s7-6.300 7-11.300A7 7 0 0 0 5 9.700C5 14.700 12 21 12 21zM12 12a2.400 2.400 0 1 0 0-4.800 2.400 2.400 0 0 0 0 4.800z",
  contact: "M12 11.500a3.800 3.800 0 1 0 0-7.600 3.800 3.800 0 0 0 0 7.600zM4.500 20.500c.8-4 3.600-6 7.500-6s6.700 2 7.500 6", play: "M8 5.500v13l10.500-6.500z", pause: "M8 5.500v13M16 5.500v13",
  columns: "M3.500 5h17v14h-17zM9.200 5v14M14.800 5v14", signpost: "M12 3v18M12 5h7l2 2.500L19 10h-7M12 11H6l-2 2.300L6 15.500h6", pulse: "M3 12h4l2.500-6.500 4.500 13 2.500-6.500H21", bolt: "M13 3L5 13.500h6L10 21l8-10.500h-6z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400", moon: "M20 14.500A8.200 8.200 0 0 1 9.500 4 8.300 8.300 0 1 0 20 14.500z",
  reply: "M10 6l-6 6 6 6M4.500 12H14c3.500 0 6 2 6 6", trash: "M5 7h14M10 7V4.500h4V7M7 7l.8 13h8.400L17 7", copy: "M9 9h11v11H9zM15 9V4H4v11h5", outside: "M8 16L18 6M10 6h8v8", check: "M5 12.500l4.500 4.500L19 7.500",
  people: "M9 11.500a3.400 3.400 0 1 0 0-6.800 3.400 3.400 0 0 0 0 6.800zM2.500 19.500c.7-3.500 3-5.200 6.500-5.200s5.800 1.700 6.500 5.200M16 5.200a3.200 3.200 0 0 1 0 6.100M18 14.800c2 .7 3.100 2.300 3.500 4.700", topic: "M9 4L7 20M17 4l-2 16M4.500 9h16M3.500 15h16", dot: "M12 12v.01",
};
const FILLED = new Set(["play", "send"]);

export function icon(name) {
  return svg("svg", { viewBox: "0 0 24 24", class: `icon${FILLED.has(name) ? " filled" : ""}`, "aria-hidden": "true", focusable: "false" }, svg("path", { d: LINES[name] ?? LINES.dot }));
}

export function mark() {
  return svg("svg", { viewBox: "0 0 32 32", class: "mark", "aria-hidden": "true", focusable: "false" },
    svg("path", { class: "slip", d: "M7 2h18a3 3 0 0 1 3 3v23.200a.8.8 0 0 1-1.300.6L24 26.600l-3.500 2.900a.8.8 0 0 1-1 0L16 26.600l-3.500 2.900a.8.8 0 0 1-1 0L8 26.600l-2.700 2.200a.8.8 0 0 1-1.300-.6V5a3 3 0 0 1 3-3Z" }),
    svg("path", { class: "tick", d: "M10 8.500h12M10.500 17l3.800 3.800L22 13.600" }));
}
