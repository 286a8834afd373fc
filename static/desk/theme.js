// Before the first paint: the reader's own choice, else what the system prefers.
document.documentElement.classList.add("js");
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const chosen = localStorage.getItem("theme");
    document.documentElement.dataset.bsTheme = chosen || (system.matches ? "dark" : "light");
  };
  system.addEventListener("change", show);
  show();
})();
