/** The classroom: one person at a class channel, asking, pressing and filling in. */
import { byId, focusHeading, written } from "./dom.js";
import { follow, readState, RETRY, send } from "./wire.js";
import { holding, notice } from "./status.js";
import { me, onChange, showPeople } from "./people.js";
import { putMessage, removeMessage, showMessages } from "./channel.js";
import * as composer from "./composer.js";
import * as exchanges from "./exchange.js";

function say(event) {
  event.preventDefault();
  const text = composer.takeText();
  if (text) ask(exchanges.openExchange(text), byId("compose"), "say", { text });
}

function press(button, token) {
  const article = button.closest("article");
  ask(article.closest(".exchange") ?? exchanges.openExchange(), article, "press", { token });
}

async function submit(event) {
  event.preventDefault();
  const article = event.target.closest("article");
  const filled = { token: event.target.dataset.press, fields: written(event.target) };
  const answer = await ask(article.closest(".exchange"), article, "submit", filled);
  if (answer.shared && article.isConnected) exchanges.cancel(article);
}

/** Send it as me; the answer goes into the exchange, unless that has left the page with its person. */
async function ask(exchange, holder, what, body) {
  const focus = document.activeElement;
  const answer = await holding(holder, send(what, { person: me()?.id, ...body }));
  if (exchange.isConnected) deliver(exchange, answer, what);
  returnFocus(focus, holder);
  return answer;
}

function deliver(exchange, { card, form, error }, what) {
  if (error) return exchanges.showRefusal(exchange, refusalOf(error));
  if (card?.tone === "refusal" && what === "submit") return exchanges.showRefusal(exchange, card);
  if (card) return exchanges.showCard(exchange, card);
  if (form) return exchanges.showForm(exchange, form);
  exchanges.closeIfEmpty(exchange);
  notice("Shared with the channel.");
}

const refusalOf = (words) => ({ title: "That did not work", tone: "refusal", parts: [{ kind: "text", words }] });

/** Disabling a button drops its focus; give it back if no card has taken it. */
function returnFocus(focus, holder) {
  if (document.activeElement !== document.body) return;
  if (focus.isConnected) focus.focus({ preventScroll: true });
  else if (holder.isConnected && holder.matches("article")) focusHeading(holder);
}

/** What waits for me alone: each notice is handed out once. */
async function hearNotices() {
  const now = me();
  const { cards = [] } = now ? await send("notices", { person: now.id }) : {};
  for (const card of cards) exchanges.showCard(exchanges.openExchange(), card);
}

const forMe = ({ person }) => (person === me()?.id ? hearNotices() : null);
const HEAR = { message: putMessage, edit: putMessage, delete: removeMessage, people: showPeople, notice: forMe };
let streaming = false;
let turn = Promise.resolve();

/** Said once, not again at every attempt. */
function showLost(now) {
  const words = now ? "Connection lost, trying again…" : "";
  if (byId("connection").textContent !== words) byId("connection").textContent = words;
}

/** One thing after the other: what happens while the state is read waits, or an older state would undo it. */
const inTurn = (work) => { turn = turn.then(work).catch(reportError); };
const opened = () => { streaming = true; inTurn(readAgain); };
const lost = () => { streaming = false; showLost(true); };

async function readAgain() {
  const state = await readState();
  if (!state.error) return showState(state);
  showLost(true);
  setTimeout(() => inTurn(readAgain), RETRY);
}

function showState({ title, people, messages, commands }) {
  document.title = `${title} · Card Index`;
  byId("title").textContent = title;
  composer.learn(commands);
  showPeople(people);
  showMessages(messages);
  byId("log").removeAttribute("aria-busy");
  byId("hint").hidden = false;
  if (streaming) showLost(false);
}

function pressed({ target }) {
  const button = target.closest("button");
  if (!button) return;
  const { token, go, fill } = button.dataset;
  if (token) press(button, token);
  else if (go) press(button, byId(go).value);
  else if (fill) composer.fill(fill);
  else if (button.matches(".dismiss")) exchanges.dismiss(button.closest("article"));
  else if (button.matches(".cancel")) exchanges.cancel(button.closest("article"));
}

document.querySelector("main").addEventListener("click", pressed);
byId("log").addEventListener("submit", submit);
byId("compose").addEventListener("submit", say);
onChange(() => { exchanges.forgetExchanges(); composer.close(); hearNotices(); });
inTurn(readAgain);
follow({ opened, lost, happened: (event, value) => inTurn(() => HEAR[event](value)) });
