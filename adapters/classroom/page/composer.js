/** The line at the foot: what is typed, and what could complete it. */
import { byId, el } from "./dom.js";
import { slowly } from "./status.js";
import { send } from "./wire.js";
import { me } from "./people.js";

const PAUSE = 80;
const input = byId("composer");
const list = byId("completions");
const KEYS = byId("usage").textContent;
let commands = [];
let choices = [];
let active = -1;
let asked = 0;
let timer;

export const learn = (declared) => { commands = declared; };

export function fill(text) {
  input.value = text;
  input.focus();
  complete();
}

/** Hand over what was typed and leave the line empty. */
export function takeText() {
  const text = input.value.trim();
  input.value = "";
  complete();
  return text;
}

/** Whatever is still being asked, its answer is stale now. */
export function close() {
  clearTimeout(timer);
  asked += 1;
  offer([]);
}

const namedIn = (text) => commands.find(({ name }) => text.toLowerCase().startsWith(`/${name} `));

function complete() {
  clearTimeout(timer);
  const mine = ++asked;
  const text = input.value;
  const command = namedIn(text);
  byId("usage").textContent = command?.usage ?? KEYS;
  if (!text.startsWith("/")) return offer([]);
  if (!command) return offer(namesLike(text.slice(1)));
  // What is on show no longer fits, but hiding it until the answer comes would flicker.
  choices = [];
  activate(-1);
  timer = setTimeout(() => suggest(text, mine), PAUSE);
}

async function suggest(text, mine) {
  // A suggestion is a courtesy: when none can be had, typing goes on without.
  const { choices: found = [] } = await slowly(byId("compose"), send("suggest", { person: me()?.id, text }));
  if (mine === asked) offer(found.filter((choice) => choice.text.trim() !== text.trim()));
}

function namesLike(typed) {
  const part = typed.toLowerCase().replace(/\s+/g, " ");
  const near = commands.map((command) => ({ ...command, far: distance(command.name, part) }));
  const meant = near.filter(({ far }) => far < 3).sort((one, other) => one.far - other.far);
  return meant.map(({ name, help, audience }) => ({ text: `/${name} `, label: `/${name}`, help, audience }));
}

/** 0: it begins so; 1: a later word of it does; 2: its letters come in this order; 3: not meant. */
function distance(name, part) {
  if (name.startsWith(part)) return 0;
  if (name.includes(` ${part}`)) return 1;
  let from = 0;
  const inOrder = [...part].every((letter) => (from = name.indexOf(letter, from) + 1) > 0);
  return inOrder && name[0] === part[0] ? 2 : 3;
}

function offer(found) {
  choices = found;
  list.replaceChildren(...choices.map(drawChoice));
  list.hidden = choices.length === 0;
  input.setAttribute("aria-expanded", String(choices.length > 0));
  activate(-1);
}

function drawChoice({ label, text, help, audience }, at) {
  return el("li", { role: "option", id: `completion-${at}`, "data-at": at },
    el("span", { class: "choice", dir: "auto" }, label ?? text), " ",
    audience === "teachers" && el("span", { class: "audience" }, "teachers"), " ",
    help && el("span", { class: "help", dir: "auto" }, help));
}

function activate(at) {
  active = at;
  [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
  input.setAttribute("aria-activedescendant", at < 0 ? "" : `completion-${at}`);
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

const take = (at) => choices[at] && fill(choices[at].text);

function step(by) {
  if (!choices.length) return complete();
  const next = active < 0 && by < 0 ? -1 : active + by;
  activate((next + choices.length) % choices.length);
}

/** Enter takes the marked choice, or finishes a name that is only begun; otherwise it sends. */
function enterTakes() {
  const begun = input.value.toLowerCase();
  const whole = begun === "/" || commands.some(({ name }) => `/${name}` === begun.trim());
  return active >= 0 || (!whole && choices.length > 0 && !namedIn(begun) && choices[0].text.startsWith(begun));
}

function pressKey(event) {
  const { key, shiftKey, isComposing } = event;
  const open = choices.length > 0;
  if (isComposing) return;
  if ((key === "Tab" && open && !shiftKey) || (key === "Enter" && enterTakes())) take(Math.max(active, 0));
  else if (key === "Escape" && open) close();
  else if (key === "ArrowDown") step(1);
  else if (key === "ArrowUp" && open) step(-1);
  else return;
  event.preventDefault();
}

input.addEventListener("keydown", pressKey);
input.addEventListener("input", complete);
input.addEventListener("blur", close);
// A press on a choice must not take the focus, or the list would close before the choice is taken.
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", ({ target }) => take(target.closest("[data-at]")?.dataset.at));
