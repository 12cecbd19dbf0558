// Starts the islands of the page, and loads their WebAssembly only where there are any.
const islands = document.querySelectorAll("leptos-island");
if (islands.length) {
  const module = await import("__JS__");
  await module.default({ module_or_path: "__WASM__" });
  module.hydrate();
  const waiting = [];
  const wake = async (element) => {
    const start = module[element.dataset.component];
    if (start) {
      waiting.at(-1)?.();
      await start(element);
    }
  };
  const walk = async (element) => {
    const island = element.localName === "leptos-island";
    const children = element.localName === "leptos-children";
    if (island) await wake(element);
    if (children) waiting.push(element.$$on_hydrate);
    for (const child of element.children) await walk(child);
    if (children) waiting.pop();
  };
  window.__hydrateIsland = (element, id) => module[id]?.(element);
  await walk(document.body);
}
document.documentElement.dataset.alive = islands.length ? "islands" : "plain";
