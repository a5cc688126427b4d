/** The channel: public messages, oldest first, as they come, change and go. */
import { byId, el, focusHeading, leave, reveal, timeOf } from "./dom.js";
import { drawCard } from "./cards.js";
import { disable, notice } from "./status.js";

const log = byId("log");
const shown = new Map();
const NEAR = 160;
const atEnd = () => document.documentElement.scrollHeight - innerHeight - scrollY < NEAR;

/** Make the channel what the server says it is, touching only what differs. */
export function showMessages(messages) {
  const present = new Set(messages.map(({ id }) => id));
  for (const id of [...shown.keys()]) if (!present.has(id)) removeMessage({ id });
  messages.forEach(putMessage);
}

/** Add the message, or put its new version where the old one stands. */
export function putMessage(message) {
  const known = shown.get(message.id);
  if (!known) add(message);
  else if (JSON.stringify(known.message) !== JSON.stringify(message)) redraw(known, message);
}

export function removeMessage({ id }) {
  if (shown.has(id)) leave(shown.get(id).article);
  shown.delete(id);
}

/** Those who read the end of the channel follow it; the others are told, and stay where they are. */
function add(message) {
  const article = el("article", { class: "slip message", "data-message": message.id });
  const following = atEnd();
  draw(article, message);
  log.insertBefore(article, firstAfter(message));
  shown.set(message.id, { article, message });
  if (following) reveal(article);
  else notice("New message below.");
}

/** Only a message that came late goes between others: private cards keep their place. */
function firstAfter({ at, id }) {
  const later = [...shown.values()].filter(({ message }) => message.at > at || (message.at === at && message.id > id));
  return [...log.children].find((child) => later.some(({ article }) => article === child)) ?? null;
}

function draw(article, { at, edited, card }) {
  const [heading, parts] = drawCard(card);
  const line = el("p", {}, el("strong", {}, "Card Index"), " ", timeOf(at), edited && " · edited");
  article.setAttribute("aria-labelledby", heading.id);
  article.replaceChildren(el("div", { class: "tab" }, line), el("div", { class: "card" }, heading, parts));
}

/** Replaced in place: who stands on a button there still does, and one that is being sent stays disabled. */
function redraw(known, message) {
  const { article } = known;
  const focused = article.contains(document.activeElement);
  const { token } = document.activeElement.dataset;
  // A live count changes with every answer: reading it out each time would drown the rest.
  article.setAttribute("aria-live", "off");
  known.message = message;
  draw(article, message);
  if (article.matches(".held")) disable(article, true);
  const button = token && article.querySelector(`[data-token="${CSS.escape(token)}"]`);
  if (focused && button) button.focus({ preventScroll: true });
  else if (focused) focusHeading(article);
}
