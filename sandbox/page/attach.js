// Sends what is not text: photo, voice, document, location, contact.

import { base64, post } from "./api.js";
import { ask } from "./dialogs.js";
import { openMenu } from "./menu.js";
import { sendVoice } from "./voice.js";
import { t } from "./words/words.js";
import { personById, personName } from "./world.js";

async function send(view, route, body) {
  try {
    await post(route, { person: view.person, chat: view.chat, ...view.threadField, ...body });
    view.refresh();
    return true;
  } catch (problem) {
    view.trouble(problem);
    return false;
  }
}

/** The invented number the sandbox has given this person, one that a bot can take for real. */
const inventedNumber = (person) => `+${(personById(person)?.phone_number ?? "").replace(/^\+/, "")}`;

export async function sendContact(view) {
  const values = await ask({
    title: t("shareContact"), submit: t("send"), testid: "contact-dialog",
    fields: [{ name: "phone", label: t("phone"), type: "tel", value: inventedNumber(view.person), required: true, hint: t("inventedPhone") }],
  });
  return values ? send(view, "contact", { phone_number: values.phone, first_name: personName(view.person) }) : false;
}

export async function sendLocation(view) {
  const values = await ask({
    title: t("shareLocation"), submit: t("send"), testid: "location-dialog",
    fields: [
      { name: "latitude", label: t("latitude"), type: "number", value: 30.2741, min: -90, max: 90, required: true },
      { name: "longitude", label: t("longitude"), type: "number", value: 120.1551, min: -180, max: 180, required: true },
    ],
  });
  return values ? send(view, "location", values) : false;
}

async function sendPhoto(view) {
  const values = await ask({
    title: t("photo"), submit: t("send"), testid: "photo-dialog",
    fields: [{ name: "file", label: t("choosePhoto"), type: "file", accept: "image/png,image/jpeg", hint: t("samplePhoto") }, { name: "caption", label: t("caption") }],
  });
  if (!values) return;
  await send(view, "photo", { ...(values.caption ? { caption: values.caption } : {}), ...(values.file ? { data: await base64(values.file) } : {}) });
}

async function sendDocument(view) {
  const values = await ask({
    title: t("document"), submit: t("send"), testid: "document-dialog",
    fields: [{ name: "file", label: t("chooseFile"), type: "file" }, { name: "name", label: t("fileName"), placeholder: "notes.txt" }, { name: "caption", label: t("caption") }],
  });
  if (!values) return;
  const content = values.file ?? new Blob(["A small file from the sandbox.\n"], { type: "text/plain" });
  await send(view, "document", {
    file_name: values.name || values.file?.name || "notes.txt", mime_type: content.type || "application/octet-stream",
    ...(values.caption ? { caption: values.caption } : {}), data: await base64(content),
  });
}

export function openAttachments(anchor, view) {
  openMenu(anchor, t("attach"), [
    { label: t("photo"), icon: "photo", testid: "attach-photo", act: () => sendPhoto(view) },
    { label: t("voice"), icon: "voice", testid: "attach-voice", act: () => sendVoice(view, send) },
    { label: t("document"), icon: "document", testid: "attach-document", act: () => sendDocument(view) },
    { label: t("location"), icon: "location", testid: "attach-location", act: () => sendLocation(view) },
    { label: t("contact"), icon: "contact", testid: "attach-contact", act: () => sendContact(view) },
  ], { above: true });
}
