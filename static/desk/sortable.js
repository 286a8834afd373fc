// Ordering a list by dragging. The buttons beside each line do the same without it.

document.querySelectorAll("[data-sortable]").forEach((list) => {
  const form = document.getElementById(list.dataset.sortable);
  let dragged = null;
  list.querySelectorAll("[data-key]").forEach((line) => { line.draggable = true; });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-key]");
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-key]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged.classList.remove("is-dragged");
    dragged = null;
    list.querySelectorAll("[data-key]").forEach((line) => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "order", value: line.dataset.key });
      form.append(field);
    });
    form.submit();
  });
});
