// One command for all of it: `run` measures everything, `run PART ...` what is named, `run report` prints the table.
import { frames, subjects } from "./frames.js";
import { layout } from "./layout.js";
import { map } from "./map.js";
import { wire } from "./wire.js";
import { names, placesOf, ready } from "./corpora.js";
import { report } from "./report.js";
import { begin, run } from "./results.js";

const help = `run [PART ...] [--corpora=A,B] [--only=SUBJECT,...] [--skip=SUBJECT,...]
  corpora  unpacks, cuts and generates the corpora and their places
  frames   CPU per frame of the product and of other programs
  layout   our layout alone, against dagre, d3-dag and ELK
  map      /map: bytes and time to the first picture, memory, idle, selecting a subtree
  wire     bytes a record of all tiles
  report [RUN ...]  prints the figures against their targets
Corpora: ${names.join(", ")}. Subjects: ${subjects.join(", ")}.`;

const parts = {
  corpora: async ({ corpora }) => {
    for (const name of corpora) await ready(name).then(() => placesOf(name));
  },
  frames,
  layout,
  map,
  wire,
};

const words = process.argv.slice(2);
const named = words.filter((word) => !word.startsWith("--"));
const option = (name) => words.find((word) => word.startsWith(`--${name}=`))?.split("=")[1].split(",");
const options = { corpora: option("corpora") ?? names, only: option("only"), skip: option("skip"), isChosen: Boolean(option("corpora")) };
if (named[0] === "report") report(named.slice(1));
else if (named.some((name) => !(name in parts))) console.log(help);
else {
  begin();
  for (const [name, measure] of Object.entries(parts)) {
    if (named.length && !named.includes(name)) continue;
    console.log(name);
    await measure(options);
  }
  console.log(`kept as run ${run} in bench/explorer/results/raw.csv`);
}
