// Says in the page's language what happened in a group; the sandbox tells it in English.

import { language } from "./words.js";

const CHINESE = [
  [/^(.+) created “(.+)”$/s, "$1 创建了“$2”"],
  [/^(.+) renamed the group to “(.+)”$/s, "$1 把群改名为“$2”"],
  [/^(.+) opened the topic “(.+)”$/s, "$1 新建了话题“$2”"],
  [/^(.+) renamed the topic to “(.+)”$/s, "$1 把话题改名为“$2”"],
  [/^(.+) closed the topic “(.+)”$/s, "$1 关闭了话题“$2”"],
  [/^(.+) reopened the topic “(.+)”$/s, "$1 重新打开了话题“$2”"],
  [/^(.+) pinned a message$/s, "$1 置顶了一条消息"],
  [/^(.+) joined the group$/s, "$1 加入了群"],
  [/^(.+) left the group$/s, "$1 退出了群"],
  [/^(.+) added (.+)$/s, "$1 把 $2 拉进了群"],
  [/^(.+) removed (.+)$/s, "$1 移除了 $2"],
  [/^The group became a supergroup$/, "群组已升级为超级群组"],
];

export function happened(words) {
  const found = language() === "zh" && CHINESE.find(([pattern]) => pattern.test(words));
  return found ? words.replace(...found) : words;
}
