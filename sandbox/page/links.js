// Understands Telegram's own links, so that they open inside the sandbox.

/** {kind: "start" | "startgroup", payload} for the sandbox's bot, {kind: "message", chat, message, thread}, or null for the outside. */
export function readLink(address, bot) {
  let url;
  try { url = new URL(address); } catch { return null; }
  let parts;
  if (url.protocol === "tg:") {
    if ((url.hostname || url.pathname.replace(/\//g, "")) !== "resolve") return null;
    parts = [url.searchParams.get("domain") ?? ""];
  } else if (/^https?:$/.test(url.protocol) && ["t.me", "telegram.me", "telegram.dog"].includes(url.hostname.toLowerCase())) {
    parts = url.pathname.split("/").filter(Boolean);
  } else return null;
  if (parts[0] === "c" && parts.length >= 3) {
    const numbers = parts.slice(1).map(Number);
    if (numbers.some((number) => !Number.isSafeInteger(number))) return null;
    return { kind: "message", chat: Number(`-100${numbers[0]}`), message: numbers[numbers.length - 1], thread: numbers.length > 2 ? numbers[1] : null };
  }
  if (parts.length !== 1 || parts[0].toLowerCase() !== (bot.username || "").toLowerCase()) return null;
  for (const kind of ["startgroup", "start"]) {
    if (url.searchParams.has(kind)) return { kind, payload: url.searchParams.get(kind) };
  }
  return { kind: "bot" };
}
