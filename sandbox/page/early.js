// Sets the remembered theme and language before the first paint, so nothing flashes.
(function () {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("paidan.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    const language = localStorage.getItem("paidan.language") || navigator.language || "en";
    root.lang = language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
  } catch {
    // Storage may be forbidden; the page then follows the system.
  }
})();
