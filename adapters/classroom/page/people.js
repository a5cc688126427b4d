/** Who is in the class, and who I am in this tab. */
import { byId, el, written } from "./dom.js";
import { drawCard } from "./cards.js";
import { holding, notice } from "./status.js";
import { send } from "./wire.js";

const select = byId("person");
const dialog = byId("add");
const form = byId("add-form");
const address = new URL(location);
let people = [];
let chosen = address.searchParams.get("person") ?? sessionStorage.getItem("person");
let whenChanged;

/** Whoever has not said who they are is a student: nobody becomes a teacher by opening the page. */
const newcomer = () => people.find(({ role }) => role === "student") ?? people[0];
export const me = () => people.find(({ id }) => id === chosen) ?? newcomer();
export const onChange = (hear) => { whenChanged = hear; };

export function showPeople(list) {
  const before = me();
  people = list;
  select.replaceChildren(...people.map(({ id, name, role }) => el("option", { value: id, dir: "auto" }, `${name} (${role})`)));
  settle(before);
}

/** The address wins over the tab's memory: it must not undo a switch on the next reload. */
function choose(id) {
  const before = me();
  chosen = id;
  sessionStorage.setItem("person", id);
  address.searchParams.delete("person");
  history.replaceState(null, "", address);
  settle(before);
}

function settle(before) {
  const now = me();
  select.value = now?.id ?? "";
  byId("as").textContent = now?.name ?? "nobody yet";
  for (const each of document.querySelectorAll("[data-audience]")) each.hidden = each.dataset.audience !== now?.role;
  if (before?.id !== now?.id) whenChanged();
}

async function add(event) {
  event.preventDefault();
  const person = await holding(form, send("people", written(form)));
  if (person.error) return showError(person.error);
  // The stream may have brought them already.
  if (!people.some(({ id }) => id === person.id)) showPeople([...people, person]);
  dialog.close();
  notice(`Added ${person.name} (${person.role}). Choose them under “You are” to speak as them.`);
}

function showError(words) {
  const card = drawCard({ title: "Nobody was added", parts: [{ kind: "text", words }] });
  byId("add-refusal").replaceChildren(el("div", { class: "card" }, ...card));
}

select.addEventListener("change", () => choose(select.value));
form.addEventListener("submit", add);
byId("add-cancel").addEventListener("click", () => dialog.close());
byId("add-person").addEventListener("click", () => {
  form.reset();
  byId("add-refusal").replaceChildren();
  dialog.showModal();
});
