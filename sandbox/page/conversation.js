// Shows the messages of one chat and keeps them up to date without disturbing who reads.

import { announce, h, put } from "./dom.js";
import { icon } from "./icons.js";
import { drawMessage, gist, threadOf } from "./message.js";
import { dayName, language, moment, t } from "./words/words.js";

const SHOWN = 150;
const NEAR = 90;

export class Conversation {
  constructor(view) {
    this.view = view;
    this.drawn = new Map();
    this.limit = SHOWN;
    this.key = "";
    this.newest = 0;
    this.list = h("div", { class: "messages", role: "log", "aria-live": "off", "aria-label": t("message") });
    this.scroller = h("div", { class: "scroller", tabindex: "0", testid: "conversation", on: { scroll: () => this.scrolled() } }, this.list);
    this.jumpDown = h("button", { type: "button", class: "jump-down", hidden: true, "aria-label": t("toNewest"), testid: "to-newest", on: { click: () => this.toBottom(true) } }, icon("down"));
    this.element = h("div", { class: "talk" }, this.scroller, this.jumpDown);
    new ResizeObserver(() => { if (this.atBottom) this.toBottom(); }).observe(this.scroller);
    this.atBottom = true;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atBottom = scrollHeight - scrollTop - clientHeight < NEAR;
    this.jumpDown.hidden = this.atBottom;
  }

  toBottom(smoothly = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smoothly && !calm ? "smooth" : "instant" });
  }

  show(messages) {
    const { view } = this;
    const key = `${view.person}:${view.chat}:${view.thread}:${language()}`;
    const fresh = key !== this.key;
    if (fresh) {
      this.key = key;
      this.drawn.clear();
      this.limit = SHOWN;
      this.atBottom = true;
    }
    this.messages = messages.filter((message) => !message.deleted && (view.thread === null || (threadOf(message) ?? (view.isForum ? 1 : null)) === view.thread));
    this.redraw();
    this.hear(fresh);
    if (this.atBottom) this.toBottom();
    this.scrolled();
  }

  redraw() {
    const shown = this.messages.slice(-this.limit);
    const rows = [];
    if (shown.length < this.messages.length) rows.push(this.earlier());
    let day = "";
    const kept = new Map();
    shown.forEach((message, at) => {
      const today = moment(message.date).toDateString();
      if (today !== day) rows.push(h("div", { class: "day" }, h("span", {}, dayName(message.date))));
      const run = { first: !this.joined(shown[at - 1], message) || today !== day, last: !this.joined(message, shown[at + 1]) };
      day = today;
      const quoted = typeof message.reply_to === "number" ? gist(this.messages.find((other) => other.message_id === message.reply_to)) : "";
      const signature = JSON.stringify([message, run, quoted]);
      const before = this.drawn.get(message.message_id);
      const node = before?.signature === signature ? before.node : drawMessage(message, this.view, run);
      if (before && before.node !== node) this.keepFocus(before.node, node);
      kept.set(message.message_id, { signature, node });
      rows.push(node);
    });
    this.drawn = kept;
    if (!rows.length) rows.push(this.view.emptyNote());
    this.arrange(rows);
    this.refocus?.focus({ preventScroll: true });
    this.refocus = null;
  }

  /** Moves only what is out of place: an element taken out and put back would lose its focus and its sound. */
  arrange(rows) {
    const wanted = new Set(rows);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    rows.forEach((row, at) => { if (this.list.children[at] !== row) this.list.insertBefore(row, this.list.children[at] ?? null); });
  }

  /** A message edited under the finger keeps the focus on the button in the same place. */
  keepFocus(before, after) {
    if (!before.contains(document.activeElement)) return;
    const buttons = [...before.querySelectorAll("button, a")];
    this.refocus = [...after.querySelectorAll("button, a")][buttons.indexOf(document.activeElement)] ?? this.scroller;
  }

  joined(one, two) {
    return Boolean(one && two && !one.service && !two.service && one.from?.id === two.from?.id && Math.abs(moment(two.date) - moment(one.date)) < 600000);
  }

  earlier() {
    return h("button", { type: "button", class: "earlier", testid: "earlier", on: { click: () => { this.limit += SHOWN; this.redraw(); } } }, t("earlier"));
  }

  hear(fresh) {
    const last = this.messages[this.messages.length - 1];
    const newest = last?.message_id ?? 0;
    if (!fresh && newest > this.newest && last.from?.id !== this.view.person) {
      announce(`${last.from?.name ?? ""}: ${gist(last)}`.slice(0, 300));
    }
    if (!fresh && newest > this.newest && last.from?.id === this.view.person) this.atBottom = true;
    this.newest = newest;
  }

  jump(id) {
    if (!this.drawn.has(id) && this.messages?.some((message) => message.message_id === id)) {
      this.limit = this.messages.length;
      this.redraw();
    }
    const node = this.drawn.get(id)?.node;
    if (!node) return false;
    this.atBottom = false;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("found");
    void node.offsetWidth;
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 2200);
    return true;
  }
}

export function emptyNote(title, hint) {
  return h("div", { class: "empty" }, put(h("div", { class: "empty-card" }), h("strong", {}, title), hint && h("p", {}, hint)));
}
