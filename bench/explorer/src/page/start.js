// Loads a corpus's places into the page and lets one program draw them into the stage.
const programs = {
  canvas: () => import("./canvas.js"),
  cosmos: () => import("./cosmos.js"),
  cytoscape: () => import("./cytoscape.js"),
  "sigma-3": () => import("./sigma-3.js"),
  "sigma-4": () => import("./sigma-4.js"),
};

const parameters = new URLSearchParams(location.search);
const records = Number(parameters.get("records"));
const bytes = await (await fetch("/places")).arrayBuffer();
const corpus = {
  records,
  x: new Float32Array(bytes, 0, records),
  y: new Float32Array(bytes, records * 4, records),
  /** The index of each record's primary source, or -1. */
  primary: new Int32Array(bytes, records * 8, records),
  /** Pixels: a record's radius and a link's width where the whole is seen. */
  radius: Number(parameters.get("radius")),
  width: Number(parameters.get("width")),
  /** Pixels that a unit takes where the whole is seen. */
  fit: Number(parameters.get("fit")),
  record: "#0072b2",
  link: "#8a8f98",
};
const begun = performance.now();
const program = await programs[parameters.get("program")]();
globalThis.bench = await program.start(document.querySelector("#stage"), corpus, parameters.get("variant"));
globalThis.bench.started = performance.now() - begun;
