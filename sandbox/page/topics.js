// Draws the topics of a forum group as a row of tabs over the conversation.

import { post } from "./api.js";
import { ask } from "./dialogs.js";
import { h, put } from "./dom.js";
import { icon } from "./icons.js";
import { threadOf } from "./message.js";
import { t } from "./words/words.js";

const GENERAL = 1;
const idOf = (topic) => topic.message_thread_id ?? topic.thread ?? topic.id;

async function newTopic(view) {
  const values = await ask({ title: t("newTopic"), submit: t("create"), testid: "topic-dialog", fields: [{ name: "name", label: t("topicName"), required: true }] });
  if (!values?.name) return;
  try {
    const topic = await post("topics", { chat: view.chat, name: values.name, person: view.person });
    view.go({ thread: idOf(topic) });
  } catch (problem) {
    view.trouble(problem);
  }
}

export function drawTopics(bar, view) {
  const given = (view.detail.topics ?? []).filter((topic) => idOf(topic) !== GENERAL && !topic.deleted);
  const tabs = [{ id: null, name: t("allTopics") }, { id: GENERAL, name: t("generalTopic") }, ...given.map((topic) => ({ id: idOf(topic), name: topic.name, closed: topic.closed }))];
  const count = (id) => view.messages.filter((message) => !message.deleted && !message.service && (threadOf(message) ?? GENERAL) === id).length;
  const inside = bar.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("topics"));
  put(bar, tabs.map((tab) => h("button", {
    type: "button", class: `topic${tab.closed ? " closed" : ""}`, testid: `topic-${tab.id ?? "all"}`, "aria-pressed": String(view.thread === tab.id), on: { click: () => view.go({ thread: tab.id }) },
  }, tab.id !== null && icon("topic"), tab.name, tab.id !== null && count(tab.id) > 0 && h("span", { class: "topic-count" }, String(count(tab.id))))),
  h("button", { type: "button", class: "topic add", testid: "new-topic", "aria-label": t("newTopic"), title: t("newTopic"), on: { click: () => newTopic(view) } }, icon("plus")));
  if (inside) bar.querySelector(`[data-testid="${inside}"]`)?.focus({ preventScroll: true });
}
