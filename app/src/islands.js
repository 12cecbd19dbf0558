// Menus open without a script; with one they also close by Escape, or by a click elsewhere.
const closeMenus = (but) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(but)) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.activeElement?.closest("details.menu[open]")?.querySelector("summary").focus();
  closeMenus(null);
});
// A notice of what was done is not shown again on reload.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
}
const load = async (script, wasm) => {
  const module = await import(script);
  await module.default({ module_or_path: wasm });
  return module;
};
// Brings the map and the lineages to life, and the bell of a member; without this the page keeps what the server wrote.
const start = async (mark, script, wasm) => {
  if (document.querySelector(mark)) (await load(script, wasm)).start();
};
const programs = [
  start("[data-explorer]", "__EXPLORER_JS__", "__EXPLORER_WASM__"),
  start("[data-bell]", "__BELL_JS__", "__BELL_WASM__"),
  document.querySelector("[data-desk]") ? import("__DESK_JS__") : null,
].map((started) => started?.catch(console.error));
// Starts the islands of the page, and loads their WebAssembly only where there are any.
// The walk is that of leptos 0.8.23: an island's children may hold islands, and each is told of the one around it.
if (document.querySelector("leptos-island")) {
  const module = await load("__JS__", "__WASM__");
  module.hydrate();
  const around = [];
  const wake = async (element) => {
    const island = module[element.dataset.component];
    if (!island) return;
    around.at(-1)?.();
    await island(element);
  };
  const walk = async (element) => {
    const tag = element.localName;
    if (tag === "leptos-island") await wake(element);
    if (tag === "leptos-children") around.push(element.$$on_hydrate);
    for (const child of element.children) await walk(child);
    if (tag === "leptos-children") around.pop();
  };
  await walk(document.body);
}
await Promise.all(programs);
// The browser journeys wait for this before they touch an island.
document.documentElement.dataset.islands = "ready";
