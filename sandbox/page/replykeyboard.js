// Draws the bot's reply keyboard under the text field and sends what its keys stand for.

import { post } from "./api.js";
import { sendContact, sendLocation } from "./attach.js";
import { h, put } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words/words.js";

/** Accepts the rows themselves or Telegram's own form around them. */
function readKeyboard(given) {
  if (!given) return null;
  const rows = Array.isArray(given) ? given : given.rows ?? given.keyboard ?? given.buttons;
  if (!Array.isArray(rows) || !rows.length) return null;
  return {
    rows: rows.map((row) => row.map((key) => (typeof key === "string" ? { label: key, kind: "text" } : { label: key.label ?? key.text, kind: key.kind ?? "text", style: key.style }))),
    oneTime: Boolean(given.one_time ?? given.one_time_keyboard), placeholder: given.placeholder ?? given.input_field_placeholder ?? "",
  };
}

export class ReplyKeyboard {
  constructor(view, changed) {
    this.view = view;
    this.changed = changed;
    this.rows = null;
    this.open = false;
    this.placeholder = "";
    this.element = h("div", { class: "keyboard", hidden: true, role: "group", testid: "keyboard" });
  }

  update(given) {
    const read = readKeyboard(given);
    const signature = JSON.stringify([this.view.person, this.view.chat, read]);
    this.element.setAttribute("aria-label", t("keyboard"));
    if (signature === this.signature) return;
    this.signature = signature;
    this.rows = read?.rows ?? null;
    this.oneTime = read?.oneTime;
    this.placeholder = read?.placeholder ?? "";
    this.open = Boolean(this.rows);
    this.draw();
  }

  toggle() {
    this.open = !this.open;
    this.draw();
    this.changed();
  }

  draw() {
    this.element.hidden = !this.open;
    put(this.element, (this.rows ?? []).map((row) => h("div", { class: "keyboard-row" }, row.map((key) => h("button", {
      type: "button", class: `key${["success", "danger", "primary"].includes(key.style) ? ` ${key.style}` : ""}`, testid: "keyboard-button", "data-label": key.label, on: { click: () => this.press(key) },
    }, key.kind === "contact" && icon("contact"), key.kind === "location" && icon("location"), h("span", {}, key.label))))));
  }

  async press(key) {
    const { view } = this;
    let sent = true;
    if (key.kind === "contact") sent = await sendContact(view);
    else if (key.kind === "location") sent = await sendLocation(view);
    else {
      try {
        await post("press", { person: view.person, chat: view.chat, label: key.label, ...view.threadField });
      } catch (problem) {
        sent = false;
        view.trouble(problem);
      }
    }
    if (sent && this.oneTime) {
      this.open = false;
      this.draw();
      this.changed();
    }
    view.refresh();
  }
}
