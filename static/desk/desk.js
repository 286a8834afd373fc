// What the pages do beyond plain HTML. Every page works without it.

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-switch]");
  if (theme) {
    const dark = document.documentElement.dataset.bsTheme !== "dark";
    localStorage.setItem("theme", dark ? "dark" : "light");
    document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("theme"));
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim());
    copy.dataset.copied = "true";
  }
});

// "/" goes to the search box, as long as nobody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const finder = document.querySelector("[data-finder]");
  if (event.key === "/" && !typing && finder) {
    event.preventDefault();
    finder.focus();
  }
});

// A form is sent once: the second click of a double click finds the button disabled.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[method=post]");
  if (!form || event.defaultPrevented) return;
  const buttons = [...form.querySelectorAll("button:not([type=button])")];
  setTimeout(() => buttons.forEach((button) => { button.disabled = true; }));
  setTimeout(() => buttons.forEach((button) => { button.disabled = false; }), 8000);
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form button:disabled").forEach((button) => { button.disabled = false; });
});

// The next page of a list begins at its top.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.requestConfig.elt.closest("[data-to-top]")) event.detail.target.closest(".list")?.scrollIntoView();
});

// A finder has asked while one typed: leaving it must not swap the rows under the next click.
document.addEventListener("change", (event) => {
  if (event.target.matches(".list-q")) event.stopPropagation();
}, true);

// What is swapped takes the focus with it; where the same control is there no more, the list has it.
document.addEventListener("htmx:afterSettle", (event) => {
  const list = event.target.closest?.(".list") ?? document.getElementById(event.detail.target?.id)?.closest(".list");
  if (list && document.activeElement === document.body) list.querySelector(".list-box, a")?.focus();
});

// Escape closes a part that was opened to ask for a reason, and gives the focus back.
document.addEventListener("keydown", (event) => {
  const part = event.key === "Escape" && event.target.closest("details.confirm[open]");
  if (part) {
    part.open = false;
    part.querySelector("summary").focus();
  }
});

// Ticking rows of a list.
document.addEventListener("change", (event) => {
  const list = event.target.closest(".list");
  if (!list || !event.target.matches("[data-tick-all], [name=chosen]")) return;
  const rows = [...list.querySelectorAll("[name=chosen]")];
  if (event.target.matches("[data-tick-all]")) rows.forEach((row) => { row.checked = event.target.checked; });
  const ticked = rows.filter((row) => row.checked).length;
  const bar = list.querySelector("[data-bulk]");
  bar.classList.toggle("is-active", ticked > 0);
  const count = bar.querySelector("[data-bulk-count]");
  count.dataset.idle ??= count.textContent;
  count.textContent = ticked ? count.dataset.some.replace("0", ticked) : count.dataset.idle;
});

document.querySelector("[data-focus]")?.focus();

// Where tabs scroll sideways, the one of this page is in sight.
document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 48;
});

// A share shows how it is read as soon as it is typed: below 1 and without a sign it is a part of one.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-share]")) return;
  const text = event.target.value.trim().replace(",", ".");
  if (/^0?\.\d+$/.test(text)) event.target.value = String(+(text * 100).toFixed(8));
});
