// Draws the buttons under a message and presses them.

import { get, post } from "./api.js";
import { alertWith } from "./dialogs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { safeAddress } from "./safemarkup.js";
import { readLink } from "./links.js";
import { toast } from "./toasts.js";
import { t } from "./words/words.js";
import { world } from "./world.js";

const STYLES = new Set(["success", "danger", "primary"]);

export async function copyText(text, view) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the clipboard's permission the toast still shows what there is to copy.
  }
  toast(view.toasts, t("copied", { text }));
}

export async function showAnswer(answer, view) {
  if (!answer) {
    if (!world.connected) toast(view.toasts, t("botWaiting"), { trouble: true });
    return;
  }
  if (answer.url) view.openAddress(answer.url) || window.open(safeAddress(answer.url) ?? "about:blank", "_blank", "noopener,noreferrer");
  if (!answer.text) return;
  if (answer.show_alert) await alertWith(answer.text);
  else toast(view.toasts, answer.text);
}

async function press(button, message, view, element) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  try {
    const pressed = await post("press", { person: view.person, chat: view.chat, label: button.label, message: message.message_id, wait: 0 });
    if (pressed.kind === "copy") await copyText(pressed.text ?? button.copy ?? "", view);
    let answer = pressed.answer;
    if (!answer && pressed.callback_query_id !== undefined) {
      answer = (await get(`answers/${encodeURIComponent(pressed.callback_query_id)}?wait=${world.connected ? 12 : 2}`)).answer;
    }
    if (pressed.kind === "callback") await showAnswer(answer, view);
  } catch (problem) {
    view.trouble(problem);
  } finally {
    element.setAttribute("aria-busy", "false");
  }
}

function drawButton(button, message, view) {
  const style = STYLES.has(button.style) ? ` ${button.style}` : "";
  const basics = { class: `inline${style}`, testid: "inline-button", "data-label": button.label };
  const label = h("span", { class: "inline-label" }, button.label);
  const address = button.url && safeAddress(button.url);
  if (address && !readLink(address, world.bot)) {
    return h("a", { ...basics, href: address, target: "_blank", rel: "noopener noreferrer" }, label, icon("outside"));
  }
  const act = (event) => {
    if (address) view.openAddress(address);
    else press(button, message, view, event.currentTarget);
  };
  return h("button", { ...basics, type: "button", on: { click: act } }, label, button.kind === "copy" && icon("copy"));
}

export function inlineButtons(message, view) {
  return h("div", { class: "inline-rows", role: "group", "aria-label": t("button") }, message.buttons.map((row) => h("div", { class: "inline-row" }, row.map((button) => drawButton(button, message, view)))));
}
