/** Saying what is going on: the quiet line above the composer, and what is busy. */
import { byId } from "./dom.js";

const SLOW = 400;
const LINGER = 8_000;
const WORKING = "Working…";
let fading;

/** Say it once in the status line; it goes away by itself. */
export function notice(words) {
  clearTimeout(fading);
  byId("notice").textContent = words;
  if (words !== WORKING) fading = setTimeout(() => byId("notice").replaceChildren(), LINGER);
}

/** Await the answer; if it takes long, its holder shows as busy and the status line says so. */
export async function slowly(holder, answer) {
  const slow = setTimeout(() => {
    holder.setAttribute("aria-busy", "true");
    notice(WORKING);
  }, SLOW);
  await answer;
  clearTimeout(slow);
  holder.removeAttribute("aria-busy");
  if (byId("notice").textContent === WORKING) notice("");
  return answer;
}

/** As `slowly`, with the holder's buttons disabled meanwhile. */
export async function holding(holder, answer) {
  holder.classList.add("held");
  disable(holder, true);
  await slowly(holder, answer);
  holder.classList.remove("held");
  disable(holder, false);
  return answer;
}

export function disable(holder, off) {
  for (const control of holder.querySelectorAll("button:not(.dismiss), select")) control.disabled = off;
}
