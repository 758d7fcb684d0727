// Shows who is in a chat and what can be done with it: invite, leave, add or remove the bot, block it.

import { get, post } from "./api.js";
import { avatar } from "./avatar.js";
import { chatTitle, isPrivate } from "./chatlist.js";
import { sheet } from "./dialogs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words/words.js";
import { personName, world } from "./world.js";

const GONE = ["left", "kicked"];
const STATUSES = ["creator", "administrator", "member", "restricted"];

export function openDetails(view) {
  sheet(chatTitle(view.detail), (close, redraw) => {
    const act = (route, body, after = () => {}) => async () => {
      try {
        await post(route, body);
        await view.refresh();
        after();
        redraw();
      } catch (problem) {
        close();
        view.trouble(problem);
      }
    };
    const button = (words, sign, testid, click, danger = false) => h("button", { type: "button", class: `plain${danger ? " danger" : ""}`, testid, on: { click } }, icon(sign), words);
    const transcript = h("a", { class: "plain", href: `play/chats/${view.chat}.txt?as=${view.person}`, target: "_blank", rel: "noopener", testid: "transcript" }, icon("document"), t("copyTranscript"));
    return isPrivate(view.detail) ? [privateRows(view, act, button), transcript] : [groupRows(view, act, button, close), transcript];
  }, "details");
}

function privateRows(view, act, button) {
  const { person } = view;
  return h("div", { class: "stacked" }, button(t("blockBot"), "close", "block-bot", act("block", { person }), true), button(t("unblockBot"), "check", "unblock-bot", act("unblock", { person })));
}

function memberRow(member, view) {
  const bot = member.is_bot ?? member.id === world.bot.id;
  const name = bot ? world.bot.first_name : personName(member.id) || member.name;
  const status = STATUSES.includes(member.status) ? member.status : "member";
  return h("div", { class: "member", testid: `member-${member.id}` }, avatar(member.id, name, bot ? "bot" : "person"), h("span", {}, name), member.id === view.person && h("span", { class: "tag" }, t("you")),
    h("span", { class: "status" }, bot && status === "member" ? t("bot") : t(status)));
}

function groupRows(view, act, button, close) {
  const { chat, detail, person } = view;
  const members = (detail.members ?? []).filter((member) => !GONE.includes(member.status));
  const listed = members.find((member) => member.is_bot || member.id === world.bot.id);
  const hasBot = Boolean(listed) || (detail.bot_member ?? view.chats.find((entry) => entry.id === chat)?.bot_member) === true;
  const outside = world.people.filter((other) => !members.some((member) => member.id === other.id));
  const admin = listed?.status === "administrator" || detail.bot_status === "administrator";
  return h("div", { class: "stacked" },
    h("div", { class: "member-list" }, members.map((member) => memberRow(member, view)), hasBot && !listed && memberRow({ id: world.bot.id, is_bot: true, status: admin ? "administrator" : "member" }, view)),
    h("h3", {}, t("addMember")), outside.length ? h("div", { class: "wrap" }, outside.map((other) => button(personName(other.id), "plus", `invite-${other.id}`, act("join", { person: other.id, chat, by: person })))) : h("p", { class: "hint" }, t("everybodyIn")),
    h("hr"),
    hasBot ? [button(t(admin ? "makeMember" : "makeAdmin"), "check", "bot-admin", act("promote", { person: "bot", chat, status: admin ? "member" : "administrator" })), button(t("removeBot"), "close", "remove-bot", act("remove_bot", { person, chat }), true)]
      : button(t("addTheBot"), "plus", "add-bot", act("add_bot", { person, chat })),
    button(t("leave"), "back", "leave-group", async () => {
      close();
      try {
        await post("leave", { person, chat });
        await get(`chats?as=${person}`);
        view.go({ chat: person, thread: null });
      } catch (problem) {
        view.trouble(problem);
      }
    }, true));
}
