// Brings the islands of a page to life. A page without islands loads none of the program.
// The walk is that of leptos 0.8.23 (hydration/island_script.js): an island's children may hold islands, and
// each is told of the one around it before it starts.
const root = document.documentElement;

async function start() {
  const program = import("__JS__");
  const binary = fetch(new URL("__WASM__", import.meta.url));
  const islands = await program;
  await islands.default({ module_or_path: binary });
  islands.hydrate();

  const around = [];
  const wake = async (element, name) => {
    const island = islands[name];
    if (!island) {
      console.warn(`There is no island ${name}.`);
      return;
    }
    around.at(-1)?.();
    await island(element);
  };
  const walk = async (element) => {
    const tag = element.localName;
    if (tag === "leptos-island") await wake(element, element.dataset.component);
    if (tag === "leptos-children") around.push(element.$$on_hydrate);
    for (const child of element.children) await walk(child);
    if (tag === "leptos-children") around.pop();
  };
  await walk(document.body);
}

if (document.querySelector("leptos-island")) await start();
// The browser journeys wait for this before they touch an island.
root.dataset.islands = "ready";
