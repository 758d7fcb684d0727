// Lists a person's chats with what was said last and how much is unread; starts new groups.

import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { ask } from "./dialogs.js";
import { h, put } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { happened } from "./words/happened.js";
import { shortTime, t } from "./words/words.js";
import { personName, world } from "./world.js";

export const isPrivate = (chat) => chat.type === "private";
export const chatTitle = (chat) => (isPrivate(chat) ? world.bot.first_name : chat.title) || t("chat");
export const chatAvatar = (chat) => avatar(chat.id, chatTitle(chat), isPrivate(chat) ? "bot" : "group");

export async function newGroup(view) {
  const values = await ask({
    title: t("newGroup"), submit: t("create"), testid: "group-dialog",
    fields: [
      { name: "title", label: t("groupTitle"), required: true },
      { name: "members", label: t("members"), type: "choices", options: world.people.map((person) => ({ value: person.id, label: personName(person.id), checked: person.id === view.person, sign: avatar(person.id, personName(person.id)) })) },
      { name: "forum", label: t("forum"), type: "check", value: false },
      { name: "bot", label: t("withBot"), type: "check", value: true },
    ],
  });
  if (!values?.title) return null;
  try {
    const others = values.members.map(Number).filter((id) => id !== view.person);
    const group = await post("groups", { title: values.title, members: [view.person, ...others], forum: values.forum, bot: values.bot, owner: view.person });
    view.go({ chat: group.id, thread: null });
    return group;
  } catch (problem) {
    view.trouble(problem);
    return null;
  }
}

function lastLine(chat) {
  const last = chat.last;
  if (!last) return isPrivate(chat) ? "" : t("noMessages");
  return happened(typeof last === "string" ? last : last.text ?? "").replace(/\s+/g, " ").slice(0, 140);
}

export class ChatList {
  constructor(view) {
    this.view = view;
    this.list = h("nav", { class: "chats" });
    this.element = h("div", { class: "chats-frame" }, this.list);
  }

  draw(chats) {
    const { view } = this;
    const signature = JSON.stringify([chats, view.person, view.chat, t("chats"), world.bot]);
    if (signature === this.signature) return;
    this.signature = signature;
    const focused = document.activeElement?.closest?.("[data-testid]")?.dataset.testid;
    const inside = this.list.contains(document.activeElement);
    this.list.setAttribute("aria-label", t("chats"));
    put(this.list, h("div", { class: "chats-head" }, h("h2", {}, t("chats")), h("button", { type: "button", class: "small", testid: "new-group", on: { click: () => newGroup(view) } }, icon("people"), t("newGroup"))),
      chats.map((chat) => this.row(chat)));
    if (inside && focused) this.list.querySelector(`[data-testid="${focused}"]`)?.focus({ preventScroll: true });
  }

  row(chat) {
    const { view } = this;
    const date = chat.last?.date;
    return h("button", { type: "button", class: "chat", testid: `chat-${chat.id}`, "aria-current": chat.id === view.chat ? "true" : undefined, on: { click: () => view.go({ chat: chat.id, thread: null }, true) } },
      chatAvatar(chat), h("span", { class: "chat-text" },
        h("span", { class: "chat-top" }, h("span", { class: "chat-title" }, chatTitle(chat)), isPrivate(chat) && h("span", { class: "tag" }, t("bot")), date && h("span", { class: "chat-time" }, shortTime(date))),
        h("span", { class: "chat-bottom" }, h("span", { class: "chat-last" }, lastLine(chat)), chat.unread ? h("span", { class: "count", "aria-label": t("unread", { n: chat.unread }) }, String(chat.unread)) : null)));
  }
}

export function openChats(anchor, view) {
  openMenu(anchor, t("chats"), [
    ...view.chats.map((chat) => ({
      label: chatTitle(chat), hint: lastLine(chat).slice(0, 48), sign: chatAvatar(chat), testid: `chat-${chat.id}`, checked: chat.id === view.chat, count: chat.unread, act: () => view.go({ chat: chat.id, thread: null }, true),
    })), "line",
    { label: t("newGroup"), icon: "people", testid: "new-group", act: () => newGroup(view) },
  ]);
}
