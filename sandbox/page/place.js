// Keeps who is looking at which chat in the address, so a reload or a second tab stays there.

/** "#1001:-100200:5,1002:1002" is two views: 1001 in topic 5 of a group, 1002 with the bot. */
export function readPlace() {
  return location.hash.slice(1).split(",").filter(Boolean).slice(0, 3).map((view) => {
    const [person, chat, thread] = view.split(":").map((part) => (/^-?\d+$/.test(part) ? Number(part) : null));
    return { person: person ?? null, chat: chat ?? null, thread: thread ?? null };
  });
}

export function writePlace(views) {
  const text = views.map(({ person, chat, thread }) => [person ?? "", chat ?? "", thread ?? ""].join(":").replace(/:+$/, "")).join(",");
  if (location.hash.slice(1) !== text) history.replaceState(null, "", `#${text}`);
}
