// Starts the page: the strip on top, the views, the panel, and the one loop that follows the sandbox.

import { h, put } from "./dom.js";
import { closeMenu } from "./menu.js";
import { Panel } from "./panel.js";
import { readPlace, writePlace } from "./place.js";
import { Strip } from "./strip.js";
import { View } from "./view.js";
import { t } from "./words/words.js";
import { followChanges, watchBot, world } from "./world.js";

const MOST = 3;
const narrowScreen = matchMedia("(max-width: 700px)");
const coveredScreen = matchMedia("(max-width: 960px)");

class Shell {
  constructor() {
    this.views = [];
    this.stage = h("div", { class: "stage" });
    this.strip = new Strip(this);
    this.panel = new Panel(this);
    this.link = h("div", { class: "link", role: "status", testid: "reconnecting", hidden: true });
    this.frame = h("div", { class: "frame" }, this.strip.element, this.link, h("main", { class: "body" }, this.stage, this.panel.element));
    put(document.getElementById("page"), this.frame);
    const places = readPlace();
    for (const place of places.length ? places : [{ person: null, chat: null, thread: null }]) this.add(place);
    if (places.length) this.views[0].element.classList.add("inside");
    this.arrange();
  }

  get many() { return this.views.length > 1; }
  get narrow() { return narrowScreen.matches; }
  /** Whether an open panel lies over the conversations. */
  get covered() { return coveredScreen.matches; }
  get active() { return this.views.includes(this.last) ? this.last : this.views[0]; }

  touched(view) { this.last = view; }

  add(place) {
    const view = new View(place, this);
    this.views.push(view);
    this.stage.append(view.element);
    return view;
  }

  drop(view) {
    view.element.remove();
    this.views = this.views.filter((other) => other !== view);
    this.arrange();
    this.moved();
    this.redraw();
  }

  /** One more view, with somebody who is not shown yet. */
  widen() {
    if (this.views.length >= MOST) return;
    const shown = new Set(this.views.map((view) => view.person));
    const next = world.people.find((person) => !shown.has(person.id)) ?? world.people[0];
    const view = this.add({ person: next?.id ?? null, chat: next?.id ?? null, thread: null });
    this.arrange();
    this.redraw();
    view.refresh();
  }

  toggleSideBySide() {
    closeMenu();
    if (this.many) {
      const keep = this.active;
      for (const view of this.views.filter((other) => other !== keep)) view.element.remove();
      this.views = [keep];
      keep.element.classList.add("inside");
      this.arrange();
      this.moved();
      this.redraw();
    } else this.widen();
  }

  arrange() {
    this.stage.classList.toggle("many", this.many);
    this.stage.style.setProperty("--views", this.views.length);
    this.views.forEach((view, at) => {
      view.element.setAttribute("data-testid", `column-${at}`);
      view.element.setAttribute("aria-label", t("view", { n: at + 1 }));
    });
    this.strip.draw();
  }

  moved() {
    writePlace(this.views.map((view) => view.place));
    this.frame.classList.toggle("inside", this.many || this.views[0].element.classList.contains("inside"));
  }

  /** Everything again: after a change of language, people or layout. */
  redraw() {
    document.title = t("pageTitle");
    this.arrange();
    this.panel.draw();
    this.drawLink();
    for (const view of this.views) {
      view.list.signature = null;
      if (view.detail || !world.people.length) view.draw();
    }
  }

  drawLink() {
    this.link.hidden = world.online;
    put(this.link, world.online ? null : [h("span", { class: "spinner", "aria-hidden": "true" }), h("strong", {}, t("reconnecting")), h("span", {}, t("offlineHint"))]);
  }

  /** Brings a person and a chat before the eyes, in the view where it disturbs least. */
  show({ person, chat }) {
    const there = this.views.find((view) => view.person === person && (!chat || view.chat === chat));
    const view = there ?? this.views.find((other) => other.person === person) ?? this.active;
    this.last = view;
    view.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    return view.go({ person: person ?? view.person, chat: chat ?? person ?? view.chat, thread: null });
  }

  listen() {
    world.addEventListener("people", () => this.redraw());
    world.addEventListener("unread", () => { if (!this.many) this.views[0].faces.draw(); });
    world.addEventListener("bot", () => this.redraw());
    world.addEventListener("link", () => this.drawLink());
    world.addEventListener("changed", ({ detail }) => {
      for (const view of this.views) {
        if (detail.everything || detail.chats.size || view.stale) view.refresh();
      }
      this.panel.changed(detail);
    });
    window.addEventListener("hashchange", () => this.follow());
    narrowScreen.addEventListener("change", () => this.redraw());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) for (const view of this.views) view.refresh(); });
  }

  /** Somebody typed another place into the address. */
  follow() {
    const places = readPlace();
    if (!places.length) return;
    while (this.views.length > places.length) this.drop(this.views[this.views.length - 1]);
    places.forEach((place, at) => (this.views[at] ? this.views[at].go(place) : this.add(place).refresh()));
    this.redraw();
  }
}

const shell = new Shell();
shell.redraw();
shell.listen();
followChanges();
watchBot();
