// Speaks to the sandbox's /play routes; every failure becomes a Refused with a sentence to show.

export class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

export async function call(method, path, body, signal) {
  let answer;
  try {
    answer = await fetch(`play/${path}`, {
      method, signal, cache: "no-store",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (problem) {
    if (problem.name === "AbortError") throw problem;
    throw new Refused("offline", 0);
  }
  const text = await answer.text();
  let content = {};
  try { content = text ? JSON.parse(text) : {}; } catch { /* an answer that is not JSON is treated as empty */ }
  if (!answer.ok) throw new Refused(content.error || `${answer.status}`, answer.status);
  return content;
}

export const get = (path, signal) => call("GET", path, undefined, signal);
export const post = (path, body = {}) => call("POST", path, body);
export const clear = (path) => call("DELETE", path);
export const fileAddress = (id) => `play/file/${encodeURIComponent(id)}`;

/** Base64 of a Blob, as the /play routes take their files. */
export async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
