/** Cards: every part of a reply as elements. Buttons carry their token; whoever holds the card listens. */
import { bdi, el, freshId, timeOf } from "./dom.js";

const DRAW = {
  text: ({ words }) => el("div", { "data-kind": "text" }, ...paragraphs(words)),
  note: ({ words }) => el("div", { "data-kind": "note", role: "note" },
    el("p", { class: "label" }, "Teacher's note"), ...paragraphs(words)),
  evidence: ({ quote, sentence, where, factor }) => el("figure", { "data-kind": "evidence" },
    el("blockquote", {}, el("p", {}, bdi(quote))),
    el("figcaption", {}, el("span", {}, where), sentence && ` (${sentence})`, factor && " · ", factor && el("strong", {}, bdi(factor)))),
  choices: ({ buttons }) => el("div", { "data-kind": "choices", class: "buttons" }, ...buttons.map(({ label, token, style }) =>
    el("button", { type: "button", class: style, "data-token": token }, bdi(label)))),
  options: ({ options }) => el("ul", { "data-kind": "options", role: "list" }, ...options.map((answer) =>
    el("li", { class: answer.state }, answer.state === "open" ? openOption(answer) : settledOption(answer)))),
  chart: ({ title, bars, alt }) => el("figure", { "data-kind": "chart" }, el("figcaption", {}, bdi(title)),
    alt && el("p", { class: "unseen" }, alt), el("ul", { role: "list" }, ...bars.map(bar))),
  when: ({ label, instant }) => el("p", { "data-kind": "when" }, el("span", { class: "label" }, label), " ",
    timeOf(instant, { year: "numeric", timeZoneName: "long" })),
  ranking,
  picker,
  file,
};
const ACTIONS = ["choices", "options", "picker"];
const CONTROL = {
  line: ({ value }) => el("input", { type: "text", value, dir: "auto" }),
  text: ({ value }) => el("textarea", { rows: 5, dir: "auto" }, value),
  choice: ({ value, choices }) => el("select", {}, ...choices.map((each) =>
    el("option", { value: each, selected: each === value, dir: "auto" }, each))),
};

/** The card's heading, whose id names it, and its body. */
export function drawCard(card) {
  const heading = headingOf(card.title);
  return [heading, el("div", { class: "parts" }, ...partsOf(card, heading.id))];
}

/** A form to fill in, as a card: its heading, and its fields with their labels. */
export function drawForm({ title, press, fields }) {
  const heading = headingOf(title);
  const buttons = el("div", { class: "buttons" }, el("button", { type: "submit", class: "primary" }, "Send"),
    el("button", { type: "button", class: "cancel" }, "Cancel"));
  const form = el("form", { "data-press": press, "aria-labelledby": heading.id, autocomplete: "off" },
    ...fields.map(drawField), buttons);
  return [heading, el("div", { class: "parts" }, form)];
}

const headingOf = (title) => el("h3", { id: freshId("card"), tabindex: -1 }, bdi(title || "Card Index"));
const paragraphs = (words) => String(words ?? "").split(/\n{2,}/).map((block) => el("p", { dir: "auto" }, block));

/** A newer server may send a part this page cannot draw: then the plain text speaks, and the known buttons stay. */
function partsOf(card, titleId) {
  const draw = (part) => DRAW[part.kind](part, titleId);
  if (card.parts.every(({ kind }) => Object.hasOwn(DRAW, kind))) return card.parts.map(draw);
  const actions = card.parts.filter(({ kind }) => ACTIONS.includes(kind));
  return [el("div", { "data-kind": "plain" }, ...paragraphs(card.plain)), ...actions.map(draw)];
}

function ranking({ rows }, titleId) {
  const head = ["Rank", "Name", "Score"].map((title) => el("th", { scope: "col" }, title));
  const body = rows.map(({ rank, name, score, mine }) => el("tr", { class: mine && "mine" },
    el("td", {}, String(rank)), el("th", { scope: "row" }, bdi(name), mine && " (you)"), el("td", {}, String(score))));
  return el("table", { "data-kind": "ranking", "aria-labelledby": titleId },
    el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body));
}

function openOption({ letter, words, token, chosen }) {
  return el("button", { type: "button", "data-token": token, "aria-pressed": chosen && "true" },
    el("span", { class: "letter" }, letter), " ", bdi(words), chosen && el("span", { class: "mark" }, " Your answer"));
}

function settledOption({ letter, words, state, chosen, why }) {
  const marks = [chosen && "Your answer", state === "right" && "Right answer", state === "wrong" && "Not right"];
  const said = marks.filter(Boolean).join(" · ");
  return el("div", { class: "settled" }, el("span", { class: "letter" }, letter), " ",
    el("div", {}, said && el("p", { class: "mark" }, said), el("p", {}, bdi(words)),
      why && el("p", { class: "why", dir: "auto" }, why)));
}

function picker({ label, options }) {
  const id = freshId("picker");
  const select = el("select", { id }, ...options.map((each) => el("option", { value: each.token, dir: "auto" }, each.label)));
  const go = el("button", { type: "button", "data-go": id, "aria-describedby": `${id}-label` }, "Go");
  return el("div", { "data-kind": "picker" }, el("label", { for: id, id: `${id}-label` }, label),
    el("div", { class: "line" }, select, go));
}

/** The file is in the card already: pressing saves it, and nothing is asked of the server. */
function file({ name, text, media_type, size }) {
  const href = URL.createObjectURL(new Blob([text], { type: media_type }));
  return el("p", { "data-kind": "file" }, el("a", { href, download: name }, bdi(`Save ${name}`)), ` (${size})`);
}

/** The words beside it say the same, so the drawn bar is for the eye only. */
function bar({ label, value, most, words }) {
  const drawn = el("progress", { value, max: most || 1, "aria-hidden": "true" });
  return el("li", {}, el("span", {}, bdi(label)), " ", drawn, " ", el("span", { class: "bar-words" }, bdi(words)));
}

function drawField({ kind, name, label, hint, value, choices }) {
  const id = freshId("field");
  const control = (CONTROL[kind] ?? CONTROL.line)({ value, choices });
  const help = hint && el("p", { class: "field-hint", id: `${id}-hint`, dir: "auto" }, hint);
  control.id = id;
  control.name = name;
  if (help) control.setAttribute("aria-describedby", help.id);
  return el("div", { class: "field" }, el("label", { for: id }, bdi(label)), help, control);
}
