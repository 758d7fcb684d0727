// Draws one message: bubble, name, reply, content, time, and its buttons.

import { avatar, colourOf } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { inlineButtons } from "./inline.js";
import { mediaOf, mediaName } from "./media.js";
import { fromMarkup } from "./safemarkup.js";
import { post } from "./api.js";
import { happened } from "./words/happened.js";
import { clockTime, fullTime, t } from "./words/words.js";

export const threadOf = (message) => message.thread ?? message.message_thread_id ?? null;

/** What stands for a message in a list or a quotation: its text, or the name of what it carries. */
export function gist(message) {
  if (!message) return "";
  if (message.service) return happened(message.service);
  const text = message.text ?? message.caption ?? "";
  return text || (message.media ? mediaName(message.media) : "");
}

function quoted(message, view) {
  const reply = message.reply_to;
  if (!reply) return null;
  const id = typeof reply === "object" ? reply.message_id : reply;
  const found = view.messages.find((other) => other.message_id === id) ?? (typeof reply === "object" ? reply : null);
  return h("button", { type: "button", class: `quoted colour-${colourOf(found?.from?.id)}`, testid: "quoted", on: { click: () => view.jump(id) } },
    h("span", { class: "quoted-name" }, found?.from?.name ?? ""), h("span", { class: "quoted-text" }, (gist(found) || t("gone")).slice(0, 120)));
}

function textOf(message, view) {
  const plain = message.text ?? message.caption;
  if (!plain && !message.html) return null;
  const body = h("div", { class: "text", dir: "auto", testid: "message-text" });
  body.append(message.html ? fromMarkup(message.html, view.acts) : plain);
  return body;
}

function tools(message, view) {
  const name = message.from?.name ?? "";
  return h("span", { class: "tools" },
    h("button", { type: "button", class: "tool", "aria-label": t("replyTo", { name }), title: t("reply"), testid: `reply-${message.message_id}`, on: { click: () => view.replyTo(message) } }, icon("reply")),
    message.from?.is_bot && h("button", {
      type: "button", class: "tool", "aria-label": t("deleteMessage"), title: t("deleteMessage"), testid: `delete-${message.message_id}`,
      on: { click: () => post("delete", { chat: view.chat, message: message.message_id, person: view.person }).catch(view.trouble) },
    }, icon("trash")));
}

function serviceLine(message) {
  return h("div", { class: "service", "data-message": message.message_id, testid: `message-${message.message_id}` }, h("span", {}, happened(message.service)));
}

/** run: {first, last} place in a row of messages by the same sender. */
export function drawMessage(message, view, run) {
  if (message.service && !message.text && !message.media) return serviceLine(message);
  const own = message.from?.id === view.person;
  const group = view.isGroup;
  const text = textOf(message, view);
  const media = message.media && mediaOf(message, view);
  const time = h("span", { class: "meta" }, message.edit_date && h("span", { class: "edited", testid: "edited" }, t("edited")),
    h("time", { title: fullTime(message.date) }, clockTime(message.date)));
  const bubble = h("div", { class: `bubble${media ? ` with-${message.media.kind}` : ""}${text ? "" : " bare"}` },
    group && !own && run.first && h("div", { class: `sender colour-${colourOf(message.from?.id)}${message.from?.is_bot ? " of-bot" : ""}` }, message.from?.name ?? "", message.from?.is_bot && h("span", { class: "tag" }, t("bot"))),
    quoted(message, view), media, text ? (text.append(time), text) : time);
  const stack = h("div", { class: "stack" }, h("div", { class: "bubble-line" }, bubble, tools(message, view)), message.buttons?.length ? inlineButtons(message, view) : null);
  return h("article", {
    class: `message${own ? " own" : ""}${run.first ? " first" : ""}${run.last ? " last" : ""}`, "data-message": message.message_id, testid: `message-${message.message_id}`,
    "aria-label": `${message.from?.name ?? ""}, ${clockTime(message.date)}`,
  }, group && !own && h("span", { class: "gutter" }, run.last && avatar(message.from?.id, message.from?.name, message.from?.is_bot ? "bot" : "person")), stack);
}
