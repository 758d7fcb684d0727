// The live list of what the bot asks of Telegram, refused calls in red.

import { get } from "./api.js";
import { h, put } from "./dom.js";
import { clockTime, moment, t } from "./words/words.js";
import { personName, world } from "./world.js";

const KEPT = 300;

export class Calls {
  constructor() {
    this.calls = [];
    this.since = 0;
    this.opened = new Set();
    this.hidePolling = true;
    this.refusedOnly = false;
    this.element = h("div", { class: "calls", testid: "calls" });
    this.list = h("ol", { class: "call-list", reversed: true });
    this.bar = h("div", { class: "calls-bar" });
    put(this.element, this.bar, this.list);
  }

  async load(everything = false) {
    if (everything) {
      this.since = 0;
      this.calls = [];
    }
    if (this.loading) { this.again = true; return; }
    this.loading = true;
    try {
      const answer = await get(`calls?since=${this.since}`);
      const known = new Set(this.calls.map((call) => call.seq));
      this.calls = [...this.calls, ...(answer.calls ?? []).filter((call) => !known.has(call.seq) && call.seq > (this.forgotten ?? -1))].slice(-KEPT);
      this.since = answer.next ?? this.since;
      if (this.element.isConnected) this.draw();
    } catch {
      // The next change asks again.
    } finally {
      this.loading = false;
    }
    if (this.again) { this.again = false; this.load(); }
  }

  draw() {
    const check = (name, words) => h("label", { class: "check" }, h("input", { type: "checkbox", checked: this[name], testid: `calls-${name}`, on: { change: (event) => { this[name] = event.target.checked; this.draw(); } } }), h("span", {}, words));
    if (this.bar.dataset.words !== t("calls")) {
      this.bar.dataset.words = t("calls");
      put(this.bar, h("p", { class: "hint" }, t("callsHint")), h("div", { class: "wrap" }, check("hidePolling", t("hidePolling")), check("refusedOnly", t("refusedOnly")),
        h("button", { type: "button", class: "small", testid: "calls-clear", on: { click: () => { this.forgotten = this.calls.at(-1)?.seq ?? this.forgotten; this.calls = []; this.draw(); } } }, t("clearList"))));
    }
    const shown = this.calls.filter((call) => !(this.hidePolling && call.method.toLowerCase() === "getupdates" && call.ok) && !(this.refusedOnly && call.ok));
    put(this.list, shown.length ? shown.reverse().map((call) => this.row(call)) : h("li", { class: "panel-empty" }, h("p", {}, t("callsEmpty"))));
  }

  where(call) {
    if (call.chat_id === undefined || call.chat_id === null || call.chat_id === "") return "";
    const person = world.people.find((one) => one.id === Number(call.chat_id));
    return person ? personName(person.id) : world.titles.get(Number(call.chat_id)) ?? String(call.chat_id);
  }

  row(call) {
    const open = this.opened.has(call.seq);
    const said = call.ok ? call.result : call.description;
    const moreText = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
    return h("li", { class: `call${call.ok ? "" : " refused"}`, testid: `call-${call.seq}` },
      h("button", { type: "button", class: "call-line", "aria-expanded": String(open), on: { click: () => { if (open) this.opened.delete(call.seq); else this.opened.add(call.seq); this.draw(); this.list.querySelector(`[data-testid="call-${call.seq}"] button`)?.focus(); } } },
        h("span", { class: "call-status" }, String(call.status ?? "")), h("span", { class: "call-method" }, call.method), h("span", { class: "call-where" }, this.where(call)),
        h("span", { class: "call-ms" }, call.ms === undefined ? "" : `${Math.round(call.ms)} ms`)),
      !call.ok && h("p", { class: "call-said" }, String(call.description ?? "")), call.fault && h("span", { class: "tag danger" }, t("fault")),
      open && h("div", { class: "call-more" }, h("p", { class: "hint" }, `${clockTime(call.time)}:${String(moment(call.time).getSeconds()).padStart(2, "0")}`), h("h3", {}, t("params")), h("pre", { testid: "call-params" }, moreText(call.params ?? {})),
        said !== undefined && call.ok && [h("h3", {}, t("answer")), h("pre", {}, moreText(said))]));
  }
}
