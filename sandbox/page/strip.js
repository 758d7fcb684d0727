// The strip on top: says that this is the sandbox, and holds the page's own switches.

import { h, put } from "./dom.js";
import { icon, mark } from "./icons.js";
import { remember } from "./memory.js";
import { language, speak, t } from "./words/words.js";

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme ?? (systemDark.matches ? "dark" : "light")) === "dark";

export class Strip {
  constructor(shell) {
    this.shell = shell;
    this.element = h("header", { class: "strip", testid: "banner" });
    systemDark.addEventListener("change", () => this.draw());
  }

  turnTheme() {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    remember("theme", next);
    this.draw();
  }

  turnLanguage() {
    speak(language() === "zh" ? "en" : "zh");
    this.shell.redraw();
  }

  draw() {
    const { shell } = this;
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const button = (testid, sign, words, click, extra = {}) => h("button", { type: "button", class: "strip-button", testid, title: words, ...extra, on: { click } }, icon(sign), h("span", { class: "strip-label" }, words));
    const panel = (tab, sign) => button(`toggle-${tab}`, sign, t(tab), () => shell.panel.toggle(tab), { "aria-pressed": String(shell.panel?.open === tab) });
    put(this.element,
      h("div", { class: "strip-say" }, mark(), h("p", {}, h("strong", {}, t("sandbox")), h("span", { class: "long" }, t("banner")), h("span", { class: "short" }, t("bannerShort")))),
      h("div", { class: "strip-tools", role: "toolbar", "aria-label": t("panel") },
        panel("tour", "signpost"), panel("calls", "pulse"), panel("faults", "bolt"),
        h("span", { class: "strip-gap" }),
        button("side-by-side", "columns", t(shell.many ? "oneView" : "sideBySide"), () => shell.toggleSideBySide(), { "aria-pressed": String(shell.many) }),
        shell.many && shell.views.length < 3 && button("add-column", "plus", t("addColumn"), () => shell.widen()),
        h("button", { type: "button", class: "strip-button words", testid: "language", title: t("languageSwitch"), "aria-label": t("languageSwitch"), lang: language() === "zh" ? "en" : "zh-CN", on: { click: () => this.turnLanguage() } }, t("languageOther")),
        h("button", { type: "button", class: "strip-button bare", testid: "theme", title: t(isDark() ? "light" : "dark"), "aria-label": t(isDark() ? "light" : "dark"), on: { click: () => this.turnTheme() } }, icon(isDark() ? "sun" : "moon"))));
    if (focused) this.element.querySelector(`[data-testid="${focused}"]`)?.focus();
  }
}

