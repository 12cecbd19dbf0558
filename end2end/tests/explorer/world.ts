// The world of the explorer's journeys: the same on every server, so that everything in it can be counted.
import type { Link, Work } from "../corpus";

export const works: Work[] = [];
export const links: Link[] = [];

const day = 24 * 60;
const add = (work: Work, ...sources: string[]) => {
  works.push(work);
  for (const source of sources) links.push([work.id, source]);
};

// A tree with a stem, petals, a branch, and a record with three sources.
add({ id: "harbour", title: "Harbour lights", author: "ana", medium: "audio", minute: 0, tags: ["harbour"] });
for (let n = 0; n < 20; n++) add({ id: `petal-${n}`, title: `Petal ${n} of the harbour`, author: "bo", medium: "image", minute: 10 + n }, "harbour");
for (let n = 1; n <= 12; n++) {
  add({ id: `stem-${n}`, title: `Stem ${n}`, author: "ana", medium: "audio", minute: day * n, license: "CC0-1.0", tags: ["stem"] }, n === 1 ? "harbour" : `stem-${n - 1}`);
  add({ id: `leaf-${n}`, title: `Leaf ${n}`, author: "cy", medium: "text", minute: day * n + 10 }, `stem-${n}`);
}
for (let n = 1; n <= 10; n++) {
  add({ id: `branch-${n}`, title: `Branch ${n}`, author: "di", medium: "video", minute: day * (20 + n) }, n === 1 ? "stem-4" : `branch-${n - 1}`);
  add({ id: `bud-${n}`, title: `Bud ${n}`, author: "di", medium: "image", minute: day * (20 + n) + 5 }, `branch-${n}`);
}
add({ id: "quarry", title: "Quarry sketches", author: "ed", medium: "code", minute: 50, license: "CC-BY-SA-4.0" });
for (let n = 1; n <= 6; n++) add({ id: `stone-${n}`, title: `Stone ${n}`, author: "ed", medium: "code", minute: day + n, license: "CC-BY-SA-4.0" }, n === 1 ? "quarry" : `stone-${n - 1}`);
add({ id: "duet", title: "Duet of three", author: "ana", medium: "audio", minute: day * 40 }, "stem-6", "stone-3", "harbour");
add({ id: "after-duet", title: "After the duet", author: "fay", medium: "text", minute: day * 41 }, "duet");

// A record with as many sources as there may be.
for (let n = 0; n < 64; n++) add({ id: `tile-${n}`, title: `Tile ${n}`, author: "gus", medium: "image", minute: day * 3 + n });
add({ id: "mosaic", title: "Mosaic of tiles", author: "gus", medium: "image", minute: day * 4 }, ...Array.from({ length: 64 }, (_, n) => `tile-${n}`));

// A lineage too large to be drawn by itself, and a chain.
add({ id: "crowd", title: "The crowd’s beginning", author: "hal", medium: "text", minute: day * 5 });
for (let n = 1; n <= 510; n++) add({ id: `many-${n}`, title: `One of many, ${n}`, author: `hand ${n % 7}`, medium: "text", minute: day * 5 + n }, "crowd");
for (let n = 0; n <= 60; n++) add({ id: `step-${n}`, title: `Step ${n} of the chain`, author: "ivy", medium: "code", minute: day * 6 + n }, ...(n > 0 ? [`step-${n - 1}`] : []));

// Titles as people write them, and as nobody should.
export const strange = {
  markup: "<script>alert('taken')</script><img src=x onerror=alert(2)> & <b>bold</b>",
  arabic: "أغنية الميناء البطيئة (نسخة 2)",
  long: "Harbour lamps and what became of them ".repeat(22).slice(0, 802),
};
add({ id: "markup", title: strange.markup, author: "joe", medium: "text", minute: day * 7 });
add({ id: "arabic", title: strange.arabic, author: "joe", medium: "text", minute: day * 8 }, "markup");
add({ id: "long", title: strange.long, author: "joe", medium: "text", minute: day * 9 }, "arabic");
for (let n = 0; n < 24; n++) add({ id: `single-${n}`, title: `Alone ${n}`, author: "kim", medium: "text", minute: day * 2 * n, tags: n % 2 ? ["odd"] : ["even"] });

export const work = (id: string): Work => works.find((work) => work.id === id)!;
export const title = (id: string): string => work(id).title!;
export const sourcesOf = (id: string) => links.filter(([remix]) => remix === id).map(([, source]) => source);
export const remixesOf = (id: string) => links.filter(([, source]) => source === id).map(([remix]) => remix);

function reach(id: string, next: (id: string) => string[]): string[] {
  const seen = new Set([id]);
  for (const at of seen) next(at).forEach((other) => seen.add(other));
  return [...seen];
}

/** All that came from a record, and all it came from. */
export const descendants = (id: string) => reach(id, remixesOf).slice(1);
export const ancestors = (id: string) => reach(id, sourcesOf).slice(1);
/** What hangs on a record by primary links, itself included. */
export const branch = (id: string) => reach(id, (at) => remixesOf(at).filter((remix) => sourcesOf(remix)[0] === at));
