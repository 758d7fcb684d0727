// Asks for something in a dialog: forms, alerts, and the enlarged photo.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words/words.js";

function show(content, { label, wide = false, testid = "dialog" }) {
  const dialog = h("dialog", { class: `dialog${wide ? " wide" : ""}`, "aria-label": label, testid }, content);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

function field(entry) {
  const id = `field-${entry.name}`;
  const basics = { id, name: entry.name, testid: id };
  if (entry.type === "check") {
    return h("label", { class: "check" }, h("input", { ...basics, type: "checkbox", checked: entry.value }), h("span", {}, entry.label));
  }
  if (entry.type === "choices") {
    return h("fieldset", { class: "choices" }, h("legend", {}, entry.label), entry.options.map((option) => h("label", { class: "check" },
      h("input", { type: "checkbox", name: entry.name, value: option.value, checked: option.checked, testid: `${entry.name}-${option.value}` }), option.sign, h("span", {}, option.label))));
  }
  let control;
  if (entry.type === "select") {
    control = h("select", basics, entry.options.map((option) => h("option", { value: option.value, selected: option.value === entry.value }, option.label)));
  } else {
    control = h("input", { ...basics, type: entry.type ?? "text", value: entry.type === "file" ? undefined : entry.value ?? "", required: entry.required, accept: entry.accept, maxlength: entry.type === "file" ? undefined : 200, step: entry.type === "number" ? "any" : undefined, min: entry.min, max: entry.max, placeholder: entry.placeholder, autocomplete: "off" });
  }
  return h("div", { class: "field" }, h("label", { for: id }, entry.label), control, entry.hint && h("p", { class: "hint" }, entry.hint));
}

function valuesOf(form, fields) {
  const values = {};
  for (const entry of fields) {
    const control = form.elements[entry.name];
    if (entry.type === "check") values[entry.name] = control.checked;
    else if (entry.type === "choices") values[entry.name] = [...form.querySelectorAll(`input[name="${entry.name}"]:checked`)].map((box) => box.value);
    else if (entry.type === "file") values[entry.name] = control.files[0] ?? null;
    else values[entry.name] = entry.type === "number" ? Number(control.value) : control.value.trim();
  }
  return values;
}

/** Resolves to the values, or to null when the person turned away. */
export function ask({ title, text, fields, submit, testid }) {
  return new Promise((resolve) => {
    let values = null;
    const form = h("form", { method: "dialog", class: "form" }, h("h2", {}, title), text && h("p", { class: "hint" }, text), fields.map(field),
      h("div", { class: "row end" }, h("button", { type: "button", class: "plain", testid: "dialog-cancel", on: { click: () => dialog.close() } }, t("cancel")), h("button", { type: "submit", class: "strong", testid: "dialog-submit" }, submit)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      values = valuesOf(form, fields);
      dialog.close();
    });
    const dialog = show(form, { label: title, testid });
    dialog.addEventListener("close", () => resolve(values));
    form.querySelector("input:not([type=checkbox]):not([type=file]), select")?.focus();
  });
}

export function alertWith(text) {
  return new Promise((resolve) => {
    const button = h("button", { type: "button", class: "strong", testid: "alert-ok", on: { click: () => dialog.close() } }, t("ok"));
    const dialog = show([h("p", { class: "alert-text" }, text), h("div", { class: "row end" }, button)], { label: text, testid: "alert" });
    dialog.setAttribute("role", "alertdialog");
    dialog.addEventListener("close", () => resolve());
    button.focus();
  });
}

/** What can be done with an enlarged photo; reading a QR code would be one more entry here. */
const photoActions = [
  (photo) => h("a", { class: "plain", href: photo.source, download: "photo", testid: "photo-download" }, icon("document"), t("download")),
];

export function enlarge(photo) {
  const dialog = show([
    h("img", { src: photo.source, alt: photo.label, class: "enlarged" }),
    photo.caption && h("p", { class: "enlarged-caption" }, photo.caption),
    h("div", { class: "row end" }, photoActions.map((action) => action(photo)), h("button", { type: "button", class: "strong", testid: "photo-close", on: { click: () => dialog.close() } }, t("close"))),
  ], { label: photo.label, wide: true, testid: "photo-viewer" });
}

/** A dialog with free content; draw(close) returns its elements. */
export function sheet(title, draw, testid) {
  const body = h("div", { class: "sheet-body" });
  const dialog = show([h("div", { class: "sheet-head" }, h("h2", {}, title), h("button", { type: "button", class: "round", "aria-label": t("close"), testid: "sheet-close", on: { click: () => dialog.close() } }, icon("close"))), body], { label: title, testid });
  const redraw = () => body.replaceChildren(...draw(() => dialog.close(), redraw).flat(Infinity).filter(Boolean));
  redraw();
}
