/** Private replies: one exchange per thing asked. An answer whose exchange has left the page is never shown. */
import { bdi, byId, el, focusHeading, leave, reveal } from "./dom.js";
import { drawCard, drawForm } from "./cards.js";

const log = byId("log");
const replaced = new WeakMap();

/** Begin at the end of the channel, with what I typed if I typed it. */
export function openExchange(typed) {
  const exchange = el("section", { class: "exchange" }, typed && el("p", { class: "echo" }, "You: ", bdi(typed)));
  log.append(exchange);
  if (typed) reveal(exchange);
  return exchange;
}

const replace = (exchange, card) => present(exchange, card, exchange.querySelectorAll(".private"));
export const showCard = (exchange, card) => replace(exchange, slip(drawCard(card), card.tone));

/** A form keeps the card it came from, so that Cancel can bring it back. */
export function showForm(exchange, form) {
  const card = slip(drawForm(form));
  replaced.set(card, exchange.querySelector(".private"));
  replace(exchange, card);
}

/** A refusal stands beneath the card it is about: what was filled in there is not lost. */
export function showRefusal(exchange, card) {
  exchange.querySelector(".private + .refusal")?.remove();
  present(exchange, slip(drawCard(card), "refusal"));
}

/** Nothing private came of it: an empty exchange goes, a card that was pressed stays. */
export const closeIfEmpty = (exchange) => exchange.querySelector(".private") ?? exchange.remove();
export const forgetExchanges = () => log.querySelectorAll(".exchange").forEach((exchange) => exchange.remove());

export function dismiss(card) {
  const exchange = card.closest(".exchange");
  leave(card === exchange.querySelector(".private") ? exchange : card);
}

export function cancel(card) {
  const earlier = replaced.get(card);
  if (earlier) replace(card.closest(".exchange"), earlier);
  else dismiss(card);
}

function slip([heading, parts], tone) {
  const button = el("button", { type: "button", class: "dismiss", "aria-describedby": heading.id }, "Dismiss");
  const tab = el("div", { class: "tab" }, el("p", {}, "Only you can see this"), button);
  const name = tone === "refusal" ? "slip private refusal" : "slip private";
  return el("article", { class: name, "aria-labelledby": heading.id }, tab, el("div", { class: "card" }, heading, parts));
}

/** Exchanges stand in the order their first cards came, not in the order of asking. */
function present(exchange, card, old = []) {
  if (!exchange.querySelector(".private") && exchange.nextSibling) log.append(exchange);
  for (const each of old) each.remove();
  exchange.append(card);
  reveal(card);
  if (!writingElsewhere(card)) focusHeading(card);
}

/** Nobody is torn away from a line they have begun to write. */
function writingElsewhere(card) {
  const active = document.activeElement;
  return active.matches("input, textarea") && active.value !== "" && !card.contains(active);
}
