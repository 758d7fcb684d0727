// One view: a person, their chats, and the conversation they look at; several can stand side by side.

import { Refused, get, post } from "./api.js";
import { ChatList, chatAvatar, chatTitle, isPrivate, openChats } from "./chatlist.js";
import { Composer } from "./composer.js";
import { Conversation, emptyNote } from "./conversation.js";
import { openDetails } from "./details.js";
import { h, put } from "./dom.js";
import { icon } from "./icons.js";
import { copyText } from "./inline.js";
import { readLink } from "./links.js";
import { Faces, addPerson, openPeople } from "./people.js";
import { askForGroup } from "./startgroup.js";
import { toast, toastShelf } from "./toasts.js";
import { drawTopics } from "./topics.js";
import { t } from "./words/words.js";
import { loadPeople, personById, personName, world } from "./world.js";
import { avatar } from "./avatar.js";

export class View {
  constructor(place, shell) {
    Object.assign(this, { person: place.person, chat: place.chat, thread: place.thread, shell, chats: [], messages: [], detail: null });
    this.conversation = new Conversation(this);
    this.composer = new Composer(this);
    this.faces = new Faces(this);
    this.list = new ChatList(this);
    this.toasts = toastShelf();
    this.conversation.element.append(this.toasts);
    this.pickers = h("div", { class: "pickers" });
    this.head = h("header", { class: "chat-head" });
    this.topicBar = h("div", { class: "topics" });
    this.side = h("aside", { class: "side" }, this.faces.element, this.list.element);
    this.main = h("div", { class: "main" }, this.pickers, this.head, this.topicBar, this.conversation.element, this.composer.element);
    this.element = h("section", { class: "view", on: { focusin: () => shell.touched(this), pointerdown: () => shell.touched(this) } }, this.side, this.main);
    this.openAddress = this.openAddress.bind(this);
    this.acts = { follow: this.openAddress, command: (command) => this.composer.command(command), copy: (text) => copyText(text, this) };
    this.trouble = this.trouble.bind(this);
  }

  get isGroup() { return Boolean(this.chat && this.chat !== this.person); }
  get isForum() { return Boolean(this.detail?.forum); }
  get title() { return this.detail ? chatTitle(this.detail) : t("chat"); }
  get botName() { return world.bot.username; }
  get threadField() { return this.thread === null || this.thread === 1 ? {} : { thread: this.thread }; }
  get place() { return { person: this.person, chat: this.chat, thread: this.thread }; }

  trouble(problem) {
    const offline = problem instanceof Refused && problem.status === 0;
    toast(this.toasts, offline ? t("offline") : problem.message || String(problem), { trouble: true });
  }

  /** Shows another person, chat or topic; into = step into the conversation on a narrow screen. */
  go(place, into = true) {
    const before = JSON.stringify(this.place);
    Object.assign(this, place);
    if (JSON.stringify(this.place) !== before) {
      this.detail = null;
      this.stale = true;
      put(this.toasts);
      this.element.classList.add("turning");
    }
    this.element.classList.toggle("inside", into);
    this.shell.moved();
    return this.refresh().then(() => { if (into) this.composer.focus(); });
  }

  become(person) {
    const shared = this.isGroup && (this.detail?.members ?? []).some((member) => member.id === person && !["left", "kicked"].includes(member.status));
    return this.go({ person, ...(shared ? {} : { chat: person, thread: null }) }, this.element.classList.contains("inside"));
  }

  /** Loads what is shown; calls during a load are put together into one more. */
  async refresh() {
    if (this.loading) {
      this.again = true;
      return this.loading;
    }
    this.loading = this.load().finally(() => { this.loading = null; });
    await this.loading;
    if (this.again) {
      this.again = false;
      await this.refresh();
    }
    return undefined;
  }

  async load() {
    if (!world.people.length) { this.draw(); return; }
    if (!personById(this.person)) {
      const taken = new Set(this.shell.views.filter((view) => view !== this).map((view) => view.person));
      this.person = (world.people.find((person) => !taken.has(person.id)) ?? world.people[0]).id;
      this.chat = this.person;
      this.thread = null;
    }
    if (!this.chat) this.chat = this.person;
    const { person, chat } = this;
    try {
      const [chats, shown] = await Promise.all([get(`chats?as=${person}`), get(`chats/${chat}?as=${person}`).catch((problem) => { if (problem.status >= 400) return null; throw problem; })]);
      if (person !== this.person || chat !== this.chat) { this.again = true; return; }
      this.chats = Array.isArray(chats) ? chats : chats.chats ?? [];
      for (const known of this.chats) if (!isPrivate(known)) world.titles.set(known.id, known.title);
      if (!shown && chat !== person) { this.chat = person; this.thread = null; this.again = true; return; }
      this.shown = shown ?? { chat: { id: person, type: "private" }, messages: [], commands: [] };
      this.detail = this.shown.chat;
      this.messages = this.shown.messages ?? [];
      this.stale = false;
      this.markRead();
    } catch (problem) {
      if (problem.status) this.trouble(problem);
      return;
    }
    this.shell.moved();
    this.draw();
  }

  markRead() {
    const entry = this.chats.find((chat) => chat.id === this.chat);
    const watched = !this.shell.narrow || this.element.classList.contains("inside");
    if (!entry?.unread || document.hidden || !watched) return;
    entry.unread = 0;
    post("read", { person: this.person, chat: this.chat }).then(loadPeople).catch(() => {});
  }

  draw() {
    const nobody = !world.people.length;
    this.element.classList.toggle("nobody", nobody);
    if (!this.shell.many) {
      this.faces.draw();
      this.list.draw(this.chats);
    }
    this.side.hidden = this.shell.many;
    this.drawPickers();
    this.drawHead();
    this.topicBar.hidden = !this.isForum;
    if (this.isForum) drawTopics(this.topicBar, this);
    this.composer.element.hidden = nobody || !this.detail;
    if (this.detail) {
      this.composer.update({ commands: this.shown.commands, keyboard: this.shown.keyboard && { rows: this.shown.keyboard, one_time: this.shown.one_time, placeholder: this.shown.placeholder, ...(Array.isArray(this.shown.keyboard) ? {} : this.shown.keyboard) }, needsStart: this.needsStart });
    }
    this.conversation.show(nobody ? [] : this.messages);
    this.element.classList.remove("turning");
    if (this.wanted && this.conversation.jump(this.wanted)) this.wanted = null;
  }

  get needsStart() {
    if (this.isGroup) return false;
    const told = this.detail.started ?? this.shown.started;
    return told === undefined ? !this.messages.some((message) => message.from?.id === this.person) : !told;
  }

  emptyNote() {
    if (!world.people.length) {
      const note = emptyNote(t("noPeople"), t("noPeopleHint"));
      note.firstChild.append(h("button", { type: "button", class: "strong", testid: "add-first-person", on: { click: () => addPerson(this) } }, t("addPerson")));
      return note;
    }
    return this.needsStart ? emptyNote(world.bot.first_name, t("startHint")) : emptyNote(t("noMessages"));
  }

  drawPickers() {
    this.pickers.hidden = !this.shell.many;
    if (!this.shell.many) { put(this.pickers); return; }
    const name = personName(this.person);
    const choose = h("button", { type: "button", class: "picker", testid: "pick-person", "aria-haspopup": "menu", "aria-label": t("switchPerson", { name }), on: { click: () => openPeople(choose, this) } }, avatar(this.person, name), h("span", { class: "picker-name" }, name), icon("down"));
    put(this.pickers, choose, this.shell.views.length > 2 && h("button", { type: "button", class: "round", testid: "close-column", "aria-label": t("closeColumn"), title: t("closeColumn"), on: { click: () => this.shell.drop(this) } }, icon("close")));
  }

  subtitle() {
    if (!this.detail) return "";
    if (isPrivate(this.detail)) return h("span", { class: world.connected ? "awake" : "asleep", testid: "bot-state" }, t(world.connected ? "botAwake" : "botAsleep"));
    const count = (this.detail.members ?? []).filter((member) => !["left", "kicked"].includes(member.status)).length;
    return count === 1 ? t("memberOne") : t("memberCount", { n: count });
  }

  drawHead() {
    const { detail } = this;
    if (!detail || !world.people.length) { put(this.head); return; }
    const inside = [chatAvatar(detail), h("span", { class: "head-text" }, h("span", { class: "head-title" }, chatTitle(detail)), h("span", { class: "head-sub" }, this.subtitle()))];
    const title = this.shell.many
      ? h("button", { type: "button", class: "head-main", testid: "pick-chat", "aria-haspopup": "menu", "aria-label": t("switchChat", { name: chatTitle(detail) }), on: { click: () => openChats(title, this) } }, inside, icon("down"), this.otherUnread())
      : h("div", { class: "head-main" }, inside);
    const focused = this.head.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    put(this.head, !this.shell.many && h("button", { type: "button", class: "round back", testid: "back", "aria-label": t("back"), on: { click: () => { this.element.classList.remove("inside"); this.shell.moved(); } } }, icon("back")),
      title, h("button", { type: "button", class: "round", testid: "chat-details", "aria-label": t("about"), title: t("about"), on: { click: () => openDetails(this) } }, icon("more")));
    if (focused) this.head.querySelector(`[data-testid="${focused}"]`)?.focus({ preventScroll: true });
  }

  otherUnread() {
    const count = this.chats.filter((chat) => chat.id !== this.chat).reduce((sum, chat) => sum + (chat.unread || 0), 0);
    return count ? h("span", { class: "count", "aria-label": t("unread", { n: count }) }, String(count)) : null;
  }

  replyTo(message) { this.composer.replyTo(message); }

  jump(id) { if (!this.conversation.jump(id)) toast(this.toasts, t("gone")); }

  /** True when the address was one of Telegram's own and has been opened here. */
  openAddress(address) {
    const link = readLink(address, world.bot);
    if (!link) return false;
    if (link.kind === "message") this.openMessage(link);
    else if (link.kind === "startgroup") askForGroup(this, link.payload);
    else if (link.kind === "start") post("start", { person: this.person, payload: link.payload }).then(() => this.go({ chat: this.person, thread: null }), this.trouble);
    else this.go({ chat: this.person, thread: null });
    return true;
  }

  async openMessage({ chat, message }) {
    if (!this.chats.some((entry) => entry.id === chat)) {
      toast(this.toasts, t("linkUnknown", { name: personName(this.person) }), { trouble: true });
      return;
    }
    this.wanted = message;
    await this.go({ chat, thread: null });
    if (this.wanted) toast(this.toasts, t("gone"));
    this.wanted = null;
  }
}
