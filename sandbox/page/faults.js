// A small form that makes Telegram fail on purpose.

import { clear, post } from "./api.js";
import { h, put } from "./dom.js";
import { language, t } from "./words/words.js";

const METHODS = ["*", "sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "sendPhoto", "deleteMessage", "getFile", "getChatMember", "getUpdates"];
const EXAMPLES = [
  ["tooMany", { method: "sendMessage", code: 429, retry_after: 3, times: 1 }],
  ["blocked", { method: "sendMessage", code: 403, times: 1 }],
  ["broken", { method: "*", code: 500, times: 3 }],
  ["slow", { method: "*", delay: 2000, times: 5 }],
];

export class Faults {
  constructor() {
    this.notes = [];
    this.element = h("div", { class: "faults", testid: "faults" });
  }

  draw() {
    if (this.drawn === language()) return;
    this.drawn = language();
    const number = (name, words, value, extra = {}) => h("div", { class: "field" }, h("label", { for: `fault-${name}` }, words), h("input", { id: `fault-${name}`, name, type: "number", value: value ?? "", testid: `fault-${name}`, ...extra }));
    const choice = (name, words, options) => h("div", { class: "field" }, h("label", { for: `fault-${name}` }, words), h("select", { id: `fault-${name}`, name, testid: `fault-${name}` }, options.map(([value, label]) => h("option", { value }, label))));
    this.status = h("p", { class: "fault-status", role: "status", testid: "fault-status" });
    this.form = h("form", { class: "form", on: { submit: (event) => { event.preventDefault(); this.add(); } } },
      choice("method", t("method"), METHODS.map((method) => [method, method === "*" ? t("anyMethod") : method])),
      h("div", { class: "pair" }, number("code", t("code"), 429, { min: 400, max: 599 }), number("retry_after", t("retryAfter"), 3, { min: 0 })),
      h("div", { class: "pair" }, number("times", t("times"), 1, { min: -1 }), number("delay", t("delay"), "", { min: 0 })),
      choice("drop", t("drop"), [["", t("dropNo")], ["before", t("dropBefore")], ["after", t("dropAfter")]]),
      h("div", { class: "row" }, h("button", { type: "submit", class: "strong", testid: "fault-add" }, t("addFault")), h("button", { type: "button", class: "plain danger", testid: "fault-clear", on: { click: () => this.clearAll() } }, t("clearFaults"))));
    put(this.element, h("p", { class: "hint" }, t("faultsHint")), h("h3", {}, t("examples")),
      h("div", { class: "wrap" }, EXAMPLES.map(([name, values]) => h("button", { type: "button", class: "small", testid: `fault-example-${name}`, on: { click: () => this.fill(values) } }, t(name)))),
      h("p", { class: "hint" }, t("presetHint")), this.form, this.status);
  }

  fill(values) {
    for (const name of ["method", "code", "retry_after", "times", "delay", "drop"]) this.form.elements[name].value = values[name] ?? "";
  }

  async add() {
    const read = (name) => this.form.elements[name].value;
    const numberIn = (name) => (read(name) === "" ? undefined : Number(read(name)));
    const fault = { method: read("method"), code: numberIn("code"), retry_after: numberIn("code") === 429 ? numberIn("retry_after") : undefined, times: numberIn("times") ?? 1, delay_ms: numberIn("delay"), drop: read("drop") || undefined };
    try {
      await post("faults", fault);
      const what = [fault.method === "*" ? t("anyMethod") : fault.method, fault.code, fault.drop, fault.delay_ms && `${fault.delay_ms} ms`, `× ${fault.times}`].filter(Boolean).join(" · ");
      this.say(t("faultAdded", { what }));
    } catch (problem) {
      this.say(problem.message, true);
    }
  }

  async clearAll() {
    try {
      await clear("faults");
      this.say(t("faultsCleared"));
    } catch (problem) {
      this.say(problem.message, true);
    }
  }

  say(sentence, trouble = false) {
    this.status.classList.toggle("trouble", trouble);
    put(this.status, sentence);
  }
}
