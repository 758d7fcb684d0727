// Opens an add-to-group link: the person chooses the group the bot comes into.

import { post } from "./api.js";
import { chatAvatar, chatTitle, isPrivate, newGroup } from "./chatlist.js";
import { sheet } from "./dialogs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words/words.js";

export function askForGroup(view, payload) {
  const groups = view.chats.filter((chat) => !isPrivate(chat));
  const add = async (group) => {
    try {
      await post("start", { person: view.person, payload, group });
      view.go({ chat: group, thread: null });
    } catch (problem) {
      view.trouble(problem);
    }
  };
  sheet(t("chooseGroup"), (close) => [
    !groups.length && h("p", { class: "hint" }, t("noGroups")),
    groups.map((chat) => h("button", { type: "button", class: "member as-button", testid: `startgroup-${chat.id}`, on: { click: () => { close(); add(chat.id); } } }, chatAvatar(chat), h("span", {}, chatTitle(chat)))),
    h("button", { type: "button", class: "plain", testid: "startgroup-new", on: { click: async () => { close(); const group = await newGroup(view); if (group) add(group.id); } } }, icon("people"), t("newGroup")),
  ], "startgroup-dialog");
}
