addEventListener("DOMContentLoaded", () => {
  const script = document.createElement("script");
  script.type = "module";
  script.textContent = document.getElementById("module").textContent;
  document.body.append(script);
});
