// Knows what all views share: the people, the bot, whether the sandbox answers; and tells who listens when it changed.

import { get } from "./api.js";

export const world = new EventTarget();
world.people = [];
world.unread = new Map();
world.titles = new Map();
world.bot = { id: 0, username: "", first_name: "Paidan" };
world.connected = true;
world.online = true;

const tell = (what, detail) => world.dispatchEvent(new CustomEvent(what, { detail }));
const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

export const personById = (id) => world.people.find((person) => person.id === Number(id));
/** The first word of a name, unless somebody else here has the same. */
export const shortName = (person) => {
  const first = (one) => one.name.split(/\s+/)[0];
  return world.people.some((other) => other.id !== person.id && first(other) === first(person)) ? person.name : first(person);
};
export const personName = (id) => {
  const person = personById(id);
  return person ? [person.name, person.last_name].filter(Boolean).join(" ") : String(id ?? "");
};

export async function loadPeople() {
  const answer = await get("people");
  const people = (answer.people ?? []).map(({ unread, ...person }) => person);
  const unread = new Map((answer.people ?? []).map((person) => [person.id, person.unread ?? 0]));
  const changed = JSON.stringify(people) !== JSON.stringify(world.people);
  const counted = JSON.stringify([...unread]) !== JSON.stringify([...world.unread]);
  Object.assign(world, { people, unread });
  if (changed) tell("people");
  else if (counted) tell("unread");
}

export async function loadReady() {
  const answer = await get("ready");
  const before = JSON.stringify([world.bot, world.connected]);
  world.bot = answer.bot ?? world.bot;
  world.connected = answer.connected !== false;
  if (before !== JSON.stringify([world.bot, world.connected])) tell("bot");
}

function setOnline(online) {
  if (world.online === online) return;
  world.online = online;
  tell("link");
}

/** Follows the sandbox for ever: one long poll after the other, and patience while it is away. */
export async function followChanges() {
  let since = 0;
  let wait = 0;
  let delay = 400;
  let everything = true;
  for (;;) {
    try {
      const change = await get(`changes?since=${since}&wait=${wait}`);
      if (change.next < since) everything = true;
      await Promise.all([loadPeople(), loadReady()]);
      setOnline(true);
      tell("changed", { chats: new Set((change.changed ?? []).map(Number)), calls: change.calls !== false, everything });
      since = change.next ?? since;
      wait = 25;
      delay = 400;
      everything = false;
    } catch {
      setOnline(false);
      since = 0;
      wait = 0;
      everything = true;
      await pause(delay);
      delay = Math.min(delay * 1.6, 4000);
    }
  }
}

/** The bot may come and go without any chat changing, so its state is asked for now and then. */
export function watchBot() {
  setInterval(() => { if (world.online && !document.hidden) loadReady().catch(() => {}); }, 5000);
}
