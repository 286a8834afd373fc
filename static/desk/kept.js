// What was typed into a form outlives an expired session: it is kept in this tab while the form is on its way,
// and put back when its page opens again after signing in. Nothing is kept once an answer has come.

const KEPT = "typed";
const person = document.body.dataset.person;
const fields = (form) => [...form.elements].filter(
  (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type),
);

document.addEventListener("submit", (event) => {
  const form = event.target.closest("main form[method=post]");
  if (!form || !person) return;
  const typed = fields(form).filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .flatMap((field) => field.selectedOptions
      ? [...field.selectedOptions].map((option) => [field.name, option.value]) : [[field.name, field.value]]);
  if (!typed.some(([, value]) => value)) return;
  const action = new URL(form.action, location).pathname;
  sessionStorage.setItem(KEPT, JSON.stringify({ person, page: location.pathname, action, typed }));
}, true);

function putBack(form, typed) {
  const given = new Map();
  typed.forEach(([name, value]) => given.set(name, [...(given.get(name) || []), value]));
  fields(form).forEach((field) => {
    const values = given.get(field.name) || [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.options) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
    else if (values.length) field.value = values.shift();
  });
  for (let place = form.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
  const told = document.createElement("div");
  told.className = "message";
  told.textContent = document.querySelector("main").dataset.kept;
  form.prepend(told);
  form.scrollIntoView({ block: "center" });
}

const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
if (kept && kept.interrupted && person && kept.page === location.pathname) {
  sessionStorage.removeItem(KEPT);
  const form = [...document.querySelectorAll("main form[method=post]")].find(
    (each) => new URL(each.action, location).pathname === kept.action,
  );
  if (form && kept.person === person) putBack(form, kept.typed);
} else if (kept && document.querySelector("[data-interrupted]")) {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, interrupted: true }));
} else if (kept && person) {
  sessionStorage.removeItem(KEPT);
}
