// Draws what a message carries besides text: photo, voice, document, location, contact.

import { fileAddress } from "./api.js";
import { avatar } from "./avatar.js";
import { enlarge } from "./dialogs.js";
import { h, svg } from "./dom.js";
import { icon } from "./icons.js";
import { copyText } from "./inline.js";
import { t } from "./words/words.js";

const NAMES = { photo: "photo", voice: "voice", audio: "voice", document: "document", location: "location", venue: "location", contact: "contact", video: "video", sticker: "sticker" };

export const mediaName = (media) => (NAMES[media.kind] ? t(NAMES[media.kind]) : media.kind ?? "");

function sizeOf(bytes) {
  if (!bytes && bytes !== 0) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function photo(message, media) {
  const source = fileAddress(media.file_id);
  const label = t("photoOf", { name: message.from?.name ?? "" });
  const image = h("img", { src: source, alt: message.caption || label, loading: "lazy", width: media.width, height: media.height });
  image.addEventListener("error", () => image.closest(".photo")?.classList.add("missing"));
  return h("button", { type: "button", class: "photo", testid: "photo", "aria-label": `${t("enlarge")}: ${message.caption || label}`, on: { click: () => enlarge({ source, label, caption: message.caption }) } }, image);
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function voice(message, media) {
  const sound = h("audio", { preload: "none", src: fileAddress(media.file_id) });
  const length = media.duration || 1;
  const bars = h("span", { class: "bars", "aria-hidden": "true" }, Array.from({ length: 28 }, (_, at) => {
    const seed = Math.sin((message.message_id + 1) * 12.9898 + at * 4.1414) * 43758.5453;
    return h("span", { style: { "--tall": (0.25 + 0.75 * Math.abs(seed - Math.floor(seed)) * Math.sin(((at + 2) / 31) * Math.PI)).toFixed(2) } });
  }));
  const clock = h("span", { class: "voice-time" }, minutes(length));
  const button = h("button", { type: "button", class: "voice-play", testid: "voice-play", "aria-label": t("play") }, icon("play"));
  const draw = () => {
    const playing = !sound.paused && !sound.ended;
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", t(playing ? "pause" : "play"));
    const whole = Number.isFinite(sound.duration) && sound.duration > 0 ? sound.duration : length;
    const heard = sound.ended ? 0 : sound.currentTime / whole;
    [...bars.children].forEach((bar, at) => bar.classList.toggle("heard", at < heard * bars.children.length));
    clock.textContent = minutes(playing ? sound.currentTime : length);
  };
  for (const event of ["play", "pause", "ended", "timeupdate"]) sound.addEventListener(event, draw);
  button.addEventListener("click", () => (sound.paused ? sound.play().catch(draw) : sound.pause()));
  return h("div", { class: "voice", testid: "voice" }, button, h("span", { class: "voice-body" }, bars, clock), sound);
}

function file(message, media) {
  const name = media.file_name || t("document");
  return h("a", { class: "file", testid: "document", href: fileAddress(media.file_id), download: name, "aria-label": `${t("download")}: ${name}` },
    h("span", { class: "file-sign" }, icon("document")), h("span", { class: "file-text" }, h("span", { class: "file-name" }, name), h("span", { class: "file-size" }, [media.mime_type, sizeOf(media.file_size ?? media.size)].filter(Boolean).join(" · "))));
}

/** A drawn sheet with a pin: the sandbox fetches no map from anywhere. */
function location(message, media, view) {
  const place = `${Number(media.latitude).toFixed(5)}, ${Number(media.longitude).toFixed(5)}`;
  const shift = Math.abs(Math.round(Number(media.latitude) * 977 + Number(media.longitude) * 613)) % 28;
  const lines = Array.from({ length: 12 }, (_, at) => at * 28 - shift);
  const sheet = svg("svg", { viewBox: "0 0 260 120", class: "sheet-of-map", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" },
    svg("rect", { width: 260, height: 120, class: "ground" }), lines.map((at) => [svg("path", { class: "grid", d: `M${at} 0V120` }), svg("path", { class: "grid", d: `M0 ${at}H260` })]),
    svg("ellipse", { class: "shade", cx: 130, cy: 84, rx: 11, ry: 3.5 }), svg("path", { class: "pin", d: "M130 84s19-17 19-33a19 19 0 0 0-38 0c0 16 19 33 19 33Z" }), svg("circle", { class: "eye", cx: 130, cy: 50, r: 6.5 }));
  return h("button", { type: "button", class: "location", testid: "location", "aria-label": t("pin", { place }), on: { click: () => copyText(place, view) } }, sheet,
    h("span", { class: "location-text" }, media.title && h("strong", {}, media.title), media.address && h("span", {}, media.address), h("span", { class: "place" }, place)));
}

function contact(message, media, view) {
  const name = [media.first_name ?? media.name, media.last_name].filter(Boolean).join(" ") || t("contact");
  const number = media.phone_number ?? "";
  return h("button", { type: "button", class: "contact", testid: "contact", on: { click: () => copyText(number, view) } }, avatar(media.user_id ?? 3, name), h("span", { class: "file-text" }, h("span", { class: "file-name" }, name), h("span", { class: "file-size" }, number)));
}

export function mediaOf(message, view) {
  const { media } = message;
  switch (media.kind) {
    case "photo": return photo(message, media);
    case "voice": case "audio": return voice(message, media);
    case "document": return file(message, media);
    case "location": case "venue": return location(message, media, view);
    case "contact": return contact(message, media, view);
    case "media_group": return h("div", { class: "album" }, (media.items ?? []).map((item) => mediaOf({ ...message, media: item }, view)));
    default: return h("div", { class: "other-media" }, mediaName(media));
  }
}
