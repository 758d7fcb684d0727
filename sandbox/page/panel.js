// The panel at the side: the guided tour, the bot's calls, and the faults, one at a time.

import { Calls } from "./calls.js";
import { h, put } from "./dom.js";
import { Faults } from "./faults.js";
import { icon } from "./icons.js";
import { recall, remember } from "./memory.js";
import { Tour } from "./tour.js";
import { t } from "./words/words.js";

export class Panel {
  constructor(shell) {
    this.shell = shell;
    this.parts = { tour: new Tour(shell), calls: new Calls(), faults: new Faults() };
    this.open = shell.narrow ? "" : recall("panel", "tour");
    if (this.open && !this.parts[this.open]) this.open = "";
    this.heading = h("h2");
    this.closer = h("button", { type: "button", class: "round", testid: "panel-close", on: { click: () => this.toggle(this.open) } }, icon("close"));
    this.body = h("div", { class: "panel-body", tabindex: "-1" });
    this.element = h("aside", { class: "panel", testid: "panel", hidden: true }, h("div", { class: "panel-head" }, this.heading, this.closer), this.body);
    for (const part of Object.values(this.parts)) part.load?.();
  }

  toggle(tab) {
    this.open = this.open === tab ? "" : tab;
    if (!this.shell.narrow) remember("panel", this.open);
    this.draw();
    this.shell.strip.draw();
    this.parts[this.open]?.load?.();
  }

  /** Without a tour, its tab does not stand open by itself. */
  draw() {
    const part = this.parts[this.open];
    this.element.hidden = !part;
    this.closer.setAttribute("aria-label", t("close"));
    this.element.setAttribute("aria-label", part ? t(this.open) : t("panel"));
    if (!part) return;
    put(this.heading, t(this.open));
    if (this.body.firstChild !== part.element) put(this.body, part.element);
    part.draw();
  }

  changed(detail) {
    if (detail.everything) this.parts.tour.load();
    if (detail.calls || detail.everything) this.parts.calls.load(detail.everything);
  }
}
