// Writes messages: the text field, the command menu, the attachments and the bot's reply keyboard.

import { post } from "./api.js";
import { openAttachments } from "./attach.js";
import { h, put } from "./dom.js";
import { icon } from "./icons.js";
import { closeMenu, openMenu } from "./menu.js";
import { gist } from "./message.js";
import { ReplyKeyboard } from "./replykeyboard.js";
import { t } from "./words/words.js";

export class Composer {
  constructor(view) {
    this.view = view;
    this.drafts = new Map();
    this.commands = [];
    this.keyboard = new ReplyKeyboard(view, () => this.drawTools());
    this.field = h("textarea", {
      class: "field-text", rows: "1", testid: "composer", maxlength: "4096", dir: "auto", enterkeyhint: "send",
      on: { input: () => this.typed(), keydown: (event) => this.key(event) },
    });
    this.attach = h("button", { type: "button", class: "round", testid: "attach", "aria-haspopup": "menu", on: { click: () => openAttachments(this.attach, view) } }, icon("clip"));
    this.slash = h("button", { type: "button", class: "round", testid: "commands", "aria-haspopup": "menu", on: { click: () => this.openCommands() } }, icon("slash"));
    this.keys = h("button", { type: "button", class: "round", testid: "toggle-keyboard", on: { click: () => this.keyboard.toggle() } }, icon("keys"));
    this.sendButton = h("button", { type: "submit", class: "round send", testid: "send" }, icon("send"));
    this.replyBar = h("div", { class: "reply-bar", hidden: true });
    this.form = h("form", { class: "compose", on: { submit: (event) => { event.preventDefault(); this.send(); } } }, this.attach, h("div", { class: "field-frame" }, this.field, this.keys, this.slash), this.sendButton);
    this.startButton = h("button", { type: "button", class: "strong start", testid: "start", on: { click: () => this.start() } });
    this.startBar = h("div", { class: "start-bar", hidden: true }, this.startButton);
    this.element = h("footer", { class: "composer" }, this.replyBar, this.form, this.startBar, this.keyboard.element);
  }

  /** Called after every load of the chat. */
  update({ commands, keyboard, needsStart }) {
    const key = `${this.view.person}:${this.view.chat}:${this.view.thread}`;
    if (key !== this.key) {
      if (this.key) this.drafts.set(this.key, this.field.value);
      this.key = key;
      this.field.value = this.drafts.get(key) ?? "";
      this.dropReply();
      this.grow();
    }
    this.commands = commands ?? [];
    this.keyboard.update(keyboard);
    this.form.hidden = needsStart;
    this.startBar.hidden = !needsStart;
    if (needsStart) this.dropReply();
    this.drawTools();
  }

  drawTools() {
    const name = (button, words) => { button.setAttribute("aria-label", words); button.title = words; };
    name(this.attach, t("attach"));
    name(this.slash, t("commands"));
    name(this.sendButton, t("send"));
    name(this.keys, t(this.keyboard.open ? "keyboardHide" : "keyboardShow"));
    put(this.keys, icon(this.keyboard.open ? "down" : "keys"));
    this.keys.setAttribute("aria-expanded", String(this.keyboard.open));
    this.keys.hidden = !this.keyboard.rows;
    this.slash.hidden = !this.commands.length;
    put(this.startButton, t("start"));
    this.field.placeholder = this.keyboard.placeholder || t("message");
    this.field.setAttribute("aria-label", t("writeTo", { name: this.view.title }));
    this.sendButton.classList.toggle("ready", Boolean(this.field.value.trim()));
  }

  grow() {
    this.field.style.height = "auto";
    const tall = this.field.scrollHeight; // 0 while the conversation is not shown
    this.field.style.height = tall ? `${Math.min(tall, 160)}px` : "";
  }

  typed() {
    this.grow();
    this.drawTools();
    if (/^\/\w*$/.test(this.field.value)) this.openCommands(this.field.value.slice(1), false);
    else closeMenu();
  }

  key(event) {
    if (event.key === "Escape") { closeMenu(); this.dropReply(); }
    if (event.key === "ArrowDown" && document.querySelector(".menu")) {
      event.preventDefault();
      document.querySelector(".menu [role^=menuitem]")?.focus();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  openCommands(begun = "", focus = true) {
    closeMenu();
    const found = this.commands.filter((entry) => entry.command.startsWith(begun.toLowerCase()));
    if (!found.length) return;
    openMenu(focus ? this.slash : this.field, t("commands"), found.map((entry) => ({
      label: `/${entry.command}`, hint: entry.description, testid: `command-${entry.command}`,
      act: () => { this.field.value = ""; this.grow(); this.command(`/${entry.command}`); },
    })), { above: true, focus });
  }

  replyTo(message) {
    this.reply = message.message_id;
    this.replyBar.hidden = false;
    put(this.replyBar, icon("reply"), h("div", { class: "reply-what" }, h("strong", {}, message.from?.name ?? ""), h("span", {}, gist(message).slice(0, 160))),
      h("button", { type: "button", class: "round", "aria-label": t("dropReply"), testid: "drop-reply", on: { click: () => this.dropReply() } }, icon("close")));
    this.field.focus();
  }

  dropReply() {
    this.reply = null;
    this.replyBar.hidden = true;
  }

  async send() {
    closeMenu();
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.grow();
    this.drawTools();
    if (!(await this.say(text)) && !this.field.value) {
      this.field.value = text;
      this.grow();
    }
  }

  /** A command that was clicked; in a group it is addressed, as several bots may listen there. */
  command(text) {
    return this.say(this.view.isGroup && !text.includes("@") ? `${text}@${this.view.botName}` : text);
  }

  async say(text) {
    const { view } = this;
    try {
      await post("say", { person: view.person, chat: view.chat, text, ...(this.reply ? { reply_to: this.reply } : {}), ...view.threadField });
      this.dropReply();
      view.refresh();
      return true;
    } catch (problem) {
      view.trouble(problem);
      return false;
    }
  }

  async start() {
    try {
      await post("start", { person: this.view.person });
      this.view.refresh();
      this.field.focus();
    } catch (problem) {
      this.view.trouble(problem);
    }
  }

  focus() {
    if (matchMedia("(hover: hover)").matches && !this.form.hidden) this.field.focus({ preventScroll: true });
  }
}
