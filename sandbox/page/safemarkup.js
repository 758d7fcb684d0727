// Turns the server's message markup into elements from a short list of allowed tags; anything else stays visible text.

import { h } from "./dom.js";

// The browser's own HTML parser is never involved: tags are read here one by one, and attributes
// other than a link's address are dropped, so a message can neither run nor style anything.
const PLAIN = { b: "b", strong: "b", i: "i", em: "i", u: "u", ins: "u", s: "s", del: "s", strike: "s", code: "code", pre: "pre", blockquote: "blockquote" };
const TOKEN = /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?)*)\s*(\/?)>/g;
const COMMAND = /((?<![\p{L}\p{N}_/<>])\/[a-zA-Z][a-zA-Z0-9_]{0,63}(?:@[a-zA-Z]\w{2,31})?(?![\p{L}\p{N}_/]))/u;
const NAMED = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: "\u00a0" };

export function unescapeText(text) {
  return text.replace(/&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-z]+);/g, (whole, name) => {
    if (name[0] !== "#") return NAMED[name] ?? whole;
    const point = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : "\ufffd";
  });
}

/** An address a message may lead to, or null: web, telephone, mail and Telegram's own only. */
export function safeAddress(address) {
  try {
    const url = new URL(address.trim());
    return ["http:", "https:", "tel:", "mailto:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function attribute(attributes, wanted) {
  const found = new RegExp(`(?:^|\\s)${wanted}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`, "i").exec(attributes);
  return found ? unescapeText(found[1] ?? found[2] ?? found[3]) : "";
}

function spoiler() {
  const element = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-expanded": "false" });
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    element.classList.add("shown");
    element.setAttribute("aria-expanded", "true");
  };
  element.addEventListener("click", show);
  element.addEventListener("keydown", show);
  return element;
}

function link(address, acts) {
  const safe = safeAddress(address);
  if (!safe) return h("span");
  return h("a", {
    href: safe, target: "_blank", rel: "noopener noreferrer",
    on: { click: (event) => { if (acts.follow(safe)) event.preventDefault(); } },
  });
}

function copied(acts) {
  const act = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    acts.copy(element.textContent);
  };
  const element = h("code", { role: "button", tabindex: "0", testid: "code", on: { click: act, keydown: act } });
  return element;
}

function open(tag, attributes, acts) {
  if (tag === "code") return copied(acts);
  if (tag in PLAIN) return h(PLAIN[tag], PLAIN[tag] === "blockquote" && /\sexpandable/i.test(attributes) ? { class: "expandable" } : {});
  if (tag === "a") return link(attribute(attributes, "href"), acts);
  if (tag === "tg-spoiler") return spoiler();
  if (tag === "span") return /(^|\s)(tg-)?spoiler(\s|$)/.test(attribute(attributes, "class")) ? spoiler() : h("span");
  return null;
}

/** Commands in plain text become buttons, as Telegram makes them. */
function withCommands(text, acts) {
  return text.split(COMMAND).map((part, at) => (at % 2
    ? h("button", { type: "button", class: "command", testid: "command", on: { click: () => acts.command(part) } }, part) : part));
}

/** acts: follow(address) answers true when the page itself has opened the link; command(text); copy(text). */
export function fromMarkup(markup, acts) {
  const root = document.createDocumentFragment();
  const path = [{ tag: "", element: root }];
  const top = () => path[path.length - 1].element;
  const closed = () => path.some((entry) => ["a", "code", "pre"].includes(entry.tag));
  const write = (text) => { if (text) top().append(...(closed() ? [unescapeText(text)] : withCommands(unescapeText(text), acts))); };
  let done = 0;
  for (const token of markup.matchAll(TOKEN)) {
    write(markup.slice(done, token.index));
    done = token.index + token[0].length;
    const tag = token[2].toLowerCase();
    if (tag === "br") { top().append(h("br")); continue; }
    if (token[1]) {
      const depth = path.map((entry) => entry.tag).lastIndexOf(tag);
      if (depth > 0) path.length = depth;
      else if (!(tag in PLAIN) && !["a", "span", "tg-spoiler"].includes(tag)) write(token[0]);
      continue;
    }
    const element = path.length < 40 ? open(tag, token[3], acts) : null;
    if (!element) { write(token[0]); continue; }
    top().append(element);
    path.push({ tag, element });
  }
  write(markup.slice(done));
  return root;
}
