// Sends a voice message: recorded here where the browser allows it, or a short built-in sample.

import { base64 } from "./api.js";
import { sheet } from "./dialogs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words/words.js";

const RATE = 8000;
const SAMPLE_SECONDS = 2;

/** Three soft notes as a WAV file, so that there is something to hear without a microphone. */
function sampleSound() {
  const count = RATE * SAMPLE_SECONDS;
  const bytes = new DataView(new ArrayBuffer(44 + count * 2));
  const write = (at, text) => [...text].forEach((letter, step) => bytes.setUint8(at + step, letter.charCodeAt(0)));
  write(0, "RIFF");
  bytes.setUint32(4, 36 + count * 2, true);
  write(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, RATE * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  write(36, "data");
  bytes.setUint32(40, count * 2, true);
  const notes = [392, 494, 587];
  for (let at = 0; at < count; at += 1) {
    const seconds = at / RATE;
    const note = Math.min(2, Math.floor(seconds / 0.6));
    const age = seconds - note * 0.6;
    bytes.setInt16(44 + at * 2, Math.sin(2 * Math.PI * notes[note] * seconds) * Math.exp(-3 * age) * Math.min(1, age * 60) * 9000, true);
  }
  return new Blob([bytes], { type: "audio/wav" });
}

async function record(stop) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  const began = Date.now();
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const ended = new Promise((resolve) => { recorder.addEventListener("stop", resolve); });
  recorder.start();
  stop(() => recorder.state === "recording" && recorder.stop());
  await ended;
  stream.getTracks().forEach((track) => track.stop());
  return { sound: new Blob(parts, { type: recorder.mimeType }), duration: Math.max(1, Math.round((Date.now() - began) / 1000)) };
}

export function sendVoice(view, send) {
  const able = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  let stopping = null;
  let note = able ? "" : t("noMicrophone");
  sheet(t("voice"), (close, redraw) => {
    const sample = async () => { close(); await send(view, "voice", { duration: SAMPLE_SECONDS, data: await base64(sampleSound()) }); };
    const begin = async () => {
      try {
        const { sound, duration } = await record((stop) => { stopping = stop; redraw(); });
        close();
        await send(view, "voice", { duration, data: await base64(sound) });
      } catch {
        note = t("noMicrophone");
        stopping = null;
        redraw();
      }
    };
    return [
      note && h("p", { class: "hint" }, note),
      stopping && h("p", { class: "recording" }, h("span", { class: "lamp", "aria-hidden": "true" }), t("recordingNow")),
      h("div", { class: "row" },
        stopping ? h("button", { type: "button", class: "strong", testid: "stop-recording", on: { click: () => stopping() } }, icon("send"), t("stopRecording"))
          : able && h("button", { type: "button", class: "plain", testid: "record", on: { click: begin } }, icon("voice"), t("record")),
        !stopping && h("button", { type: "button", class: "strong", testid: "sample-voice", on: { click: sample } }, icon("play"), t("sampleVoice"))),
    ];
  }, "voice-dialog");
}
