// Chooses the page's own words by language and formats its dates.

import { recall, remember } from "../memory.js";
import en from "./en.js";
import zh from "./zh.js";

const books = { en, zh };
let chosen = (recall("language", "") || navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en";

export const language = () => chosen;
const locale = () => (chosen === "zh" ? "zh-CN" : "en-GB");

export function speak(which) {
  chosen = which;
  remember("language", which);
  document.documentElement.lang = locale();
}

export function t(key, values = {}) {
  const sentence = books[chosen][key] ?? books.en[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function moment(date) {
  return typeof date === "number" ? new Date(date * 1000) : new Date(date);
}

export const clockTime = (date) => moment(date).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hour12: false });
export const fullTime = (date) => moment(date).toLocaleString(locale(), { dateStyle: "full", timeStyle: "medium" });

export function dayName(date) {
  const day = moment(date);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return t("today");
  const sameYear = day.getFullYear() === today.getFullYear();
  return day.toLocaleDateString(locale(), { weekday: "short", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

/** The time today, the day before that: as a list of chats shows it. */
export function shortTime(date) {
  const day = moment(date);
  if (day.toDateString() === new Date().toDateString()) return clockTime(date);
  return day.toLocaleDateString(locale(), { day: "numeric", month: "short" });
}
