addEventListener("DOMContentLoaded", () => {
  const script = document.createElement("script");
  script.type = "module";
  script.textContent = __MODULE__;
  document.body.append(script);
});
