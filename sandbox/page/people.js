// Lets somebody choose who they are in the sandbox, and add people.

import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { ask } from "./dialogs.js";
import { h, put } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { language, t } from "./words/words.js";
import { loadPeople, personName, shortName, world } from "./world.js";

export async function addPerson(view) {
  const values = await ask({
    title: t("addPerson"), submit: t("add"), testid: "person-dialog",
    fields: [
      { name: "name", label: t("name"), required: true },
      { name: "language", label: t("theirLanguage"), type: "select", value: language() === "zh" ? "zh-hans" : "en", options: [{ value: "en", label: t("english") }, { value: "zh-hans", label: t("chinese") }] },
    ],
  });
  if (!values?.name) return;
  try {
    const person = await post("people", { name: values.name, language_code: values.language });
    await loadPeople();
    view.go({ person: person.id, chat: person.id, thread: null });
  } catch (problem) {
    view.trouble(problem);
  }
}

/** The row of faces over the list of chats. */
export class Faces {
  constructor(view) {
    this.view = view;
    this.row = h("div", { class: "faces-row", role: "radiogroup" });
    this.element = h("div", { class: "faces" }, this.row);
  }

  draw() {
    const { view } = this;
    this.row.setAttribute("aria-label", t("youAre"));
    const add = h("button", { type: "button", class: "face add", testid: "add-person", on: { click: () => addPerson(view) } }, h("span", { class: "avatar hollow" }, icon("plus")), h("span", { class: "face-name" }, t("add")));
    add.setAttribute("aria-label", t("addPerson"));
    put(this.row, world.people.map((person) => h("button", {
      type: "button", class: "face", role: "radio", "aria-checked": String(person.id === view.person), "aria-label": personName(person.id), title: personName(person.id), testid: `person-${person.id}`,
      on: { click: () => view.become(person.id) },
    }, h("span", { class: "face-picture" }, avatar(person.id, personName(person.id)), this.count(person)), h("span", { class: "face-name" }, shortName(person)))), add);
    this.row.querySelector("[aria-checked=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** How much waits for somebody else: the list of chats says it for oneself. */
  count(person) {
    const unread = world.unread.get(person.id);
    return unread && person.id !== this.view.person ? h("span", { class: "count", testid: `waiting-${person.id}`, "aria-label": t("unread", { n: unread }) }, String(unread)) : null;
  }
}

/** The same choice as a menu, for narrow columns. */
export function openPeople(anchor, view) {
  openMenu(anchor, t("people"), [
    ...world.people.map((person) => ({
      label: personName(person.id), hint: person.language_code?.startsWith("zh") ? t("chinese") : undefined, sign: avatar(person.id, personName(person.id)), testid: `person-${person.id}`,
      checked: person.id === view.person, count: person.id === view.person ? 0 : world.unread.get(person.id), act: () => view.become(person.id),
    })), "line",
    { label: t("addPerson"), icon: "plus", testid: "add-person", act: () => addPerson(view) },
  ]);
}
