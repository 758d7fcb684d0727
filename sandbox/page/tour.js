// The guided tour: a list of steps beside the chats, which can take one to the right person and chat.

import { get } from "./api.js";
import { h, put } from "./dom.js";
import { icon } from "./icons.js";
import { recall, remember } from "./memory.js";
import { language, t } from "./words/words.js";
import { personName, world } from "./world.js";

export class Tour {
  constructor(shell) {
    this.shell = shell;
    this.all = [];
    this.at = Number(recall("tour.step", "0")) || 0;
    this.element = h("div", { class: "tour", testid: "tour" });
  }

  async load() {
    try {
      const answer = await get("tour");
      const steps = Array.isArray(answer) ? answer : answer.steps ?? [];
      if (JSON.stringify(steps) === JSON.stringify(this.all)) return;
      this.all = steps;
      this.draw();
    } catch {
      // It is asked for again when the sandbox answers.
    }
  }

  /** The steps in the page's language; all of them when there are none in it. */
  get steps() {
    const fits = this.all.filter((step) => !step.language || step.language.toLowerCase().startsWith(language()));
    return fits.length ? fits : this.all;
  }

  move(to) {
    this.at = Math.max(0, Math.min(to, this.steps.length));
    remember("tour.step", this.at);
    this.draw();
    this.element.querySelector("[aria-current=step]")?.scrollIntoView({ block: "nearest" });
  }

  take(step) {
    this.shell.show({ person: step.person ?? undefined, chat: step.chat ?? step.person ?? undefined });
    if (this.shell.covered) this.shell.panel.toggle("tour");
  }

  draw() {
    const { steps } = this;
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    if (!steps.length) {
      put(this.element, h("div", { class: "panel-empty" }, icon("signpost"), h("strong", {}, t("tourEmpty")), h("p", {}, t("tourEmptyHint"))));
      return;
    }
    const at = Math.min(this.at, steps.length);
    put(this.element, h("div", { class: "tour-bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": String(steps.length), "aria-valuenow": String(at) }, h("span", { style: { width: `${(100 * at) / steps.length}%` } })),
      h("ol", { class: "steps" }, steps.map((step, index) => this.step(step, index, at))), at === steps.length && this.farewell());
    if (focused) this.element.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  step(step, index, at) {
    const now = index === at;
    const doing = typeof step.do === "string" ? step.do : "";
    return h("li", { class: `step${now ? " now" : ""}${index < at ? " done" : ""}`, "aria-current": now ? "step" : undefined },
      h("button", { type: "button", class: "step-title", testid: `tour-step-${index + 1}`, on: { click: () => this.move(index) } }, h("span", { class: "step-number", "aria-hidden": "true" }, index < at ? icon("check") : String(index + 1)), h("span", {}, step.title)),
      now && h("div", { class: "step-body", testid: "tour-card" },
        h("p", { class: "step-where" }, t("stepOf", { n: index + 1, all: this.steps.length }), step.person && world.people.length ? ` · ${t("tourAs", { name: personName(step.person) })}` : ""),
        String(step.text ?? "").split(/\n{2,}/).map((part) => h("p", { class: "step-text" }, part)),
        doing && h("p", { class: "step-do" }, icon("check"), h("span", {}, doing)),
        h("div", { class: "row" }, (step.person || step.chat) && h("button", { type: "button", class: "strong", testid: "tour-take", on: { click: () => this.take(step) } }, t("takeMeThere")),
          index > 0 && h("button", { type: "button", class: "plain", testid: "tour-previous", on: { click: () => this.move(index - 1) } }, t("previous")),
          h("button", { type: "button", class: "plain", testid: "tour-next", on: { click: () => this.move(index + 1) } }, t(index + 1 < this.steps.length ? "next" : "finish")))));
  }

  farewell() {
    return h("div", { class: "farewell", testid: "tour-done" }, h("strong", {}, t("tourDone")), h("p", {}, t("tourDoneHint")), h("div", { class: "row" }, h("button", { type: "button", class: "plain", testid: "tour-again", on: { click: () => this.move(0) } }, t("again"))));
  }
}
