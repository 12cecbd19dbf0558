// Cuts the two typefaces down to what the pages use. `npm install && npm run fonts` in this folder; the results are committed.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import subsetFont from "subset-font";

const here = import.meta.dirname;
const require = createRequire(import.meta.url);

const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");
const printableAscii = range(0x20, 0x7e);
const latin1 = range(0xa0, 0xff);
const typography = "–—‘’‚“”„†•…‹›⁄€™−←↑→↓ŒœŠšŽžŸ";
const characters = printableAscii + latin1 + typography;

// Titles have one weight: a variable title font costs 14 KB more than the page may weigh.
const faces = [
  { name: "bricolage-grotesque", axes: { wght: 680 } },
  { name: "instrument-sans", axes: { wght: { min: 400, max: 700 } } },
];

for (const { name, axes } of faces) {
  const folder = dirname(require.resolve(`@fontsource-variable/${name}/package.json`));
  const whole = await readFile(join(folder, "files", `${name}-latin-wght-normal.woff2`));
  const subset = await subsetFont(whole, characters, {
    targetFormat: "woff2",
    variationAxes: axes,
    keepFeatures: ["kern", "mark", "ccmp", "locl", "liga"],
    noHinting: true,
    noLayoutClosure: true,
    dropTables: ["STAT", "gasp"],
  });
  await writeFile(join(here, `${name}.woff2`), subset);
  await copyFile(join(folder, "LICENSE"), join(here, `${name}-OFL.txt`));
  console.log(`${name}: ${whole.length} -> ${subset.length} bytes`);
}
