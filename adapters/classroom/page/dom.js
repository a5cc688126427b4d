/** Elements, instants and focus. Words go in as text, so nothing anyone writes can become markup. */

export const byId = (id) => document.getElementById(id);
export const focusHeading = (element) => element.querySelector("h3").focus({ preventScroll: true });
/** What was filled in, by the fields' names. */
export const written = (form) => Object.fromEntries(new FormData(form));

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** A name or quote that may run the other way must not turn the words round it. */
export const bdi = (words) => el("bdi", {}, String(words ?? ""));

let ids = 0;
export const freshId = (stem) => `${stem}-${++ids}`;

const SHAPE = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

/** An instant on the reader's clock; `more` adds to its shape, as the year or the zone's name. */
export function timeOf(instant, more) {
  const date = new Date(instant);
  const words = Number.isNaN(date.valueOf()) ? instant : date.toLocaleString("en-GB", { ...SHAPE, ...more });
  return el("time", { datetime: instant }, words);
}

/** Bring it into view; of what is taller than the window, the beginning. */
export function reveal(element) {
  const room = innerHeight - byId("compose").offsetHeight - document.querySelector("header").offsetHeight;
  element.scrollIntoView({ block: element.offsetHeight > room ? "start" : "nearest" });
}

/** Take it off the page; if the focus was in it, the card before it or the composer gets the focus. */
export function leave(element) {
  const focused = element.contains(document.activeElement);
  const before = element.previousElementSibling?.querySelector("h3");
  element.remove();
  if (focused) (before ?? byId("composer")).focus({ preventScroll: true });
}
