// The corpora: real ones, cut, and generated ones, each with the places that our own layout gives its records.
import { execFileSync } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { corpora, folder, project } from "./settings.js";

const cuts = { "commits-10k": 10_000, "commits-100k": 100_000, commits: Infinity };
const generated = { "generated-10k": 10_000, "generated-100k": 100_000, "generated-1m": 1_000_000 };

/** Every corpus, smallest first. */
export const names = ["d3-blocks", "commits-10k", "generated-10k", "commits-100k", "generated-100k", "commits", "generated-1m"];

/** The folder with a corpus's works.csv and remixes.csv; made where it is not there yet. */
export async function ready(name) {
  if (name === "d3-blocks") return join(corpora, name);
  const path = folder("corpora", name);
  if (existsSync(join(path, "complete"))) return path;
  if (name in cuts) await cut(cuts[name], path);
  else if (name in generated) example("generate", String(generated[name]), path);
  else throw new Error(`no corpus is called ${name}; there are ${names.join(", ")}`);
  writeFileSync(join(path, "complete"), "");
  return path;
}

/** Runs an example of the lineage crate, built for speed; answers what it prints. */
export function example(name, ...args) {
  const command = ["run", "--quiet", "--release", "--package", "lineage", "--example", name, "--", ...args];
  return execFileSync("cargo", command, { cwd: project, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] });
}

/** The first records of `commits`, whose ids are 1, 2, 3 ... with every source before its remix. */
async function cut(records, path) {
  for (const file of ["works.csv", "remixes.csv"]) {
    const whole = join(folder("corpora"), file);
    if (!existsSync(whole)) {
      execFileSync("zstd", ["-dqf", join(corpora, "commits", `${file}.zst`), "-o", `${whole}.part`]);
      renameSync(`${whole}.part`, whole);
    }
    const out = createWriteStream(join(path, file));
    let isFirst = true;
    for await (const line of createInterface({ input: createReadStream(whole) })) {
      if (!isFirst && Number(line.slice(0, line.indexOf(","))) > records) {
        if (file === "works.csv") break;
        continue;
      }
      isFirst = false;
      if (!out.write(`${line}\n`)) await once(out, "drain");
    }
    out.end();
    await once(out, "finish");
  }
}

/**
 * Where our layout puts the records, by preorder index: `x` and `y` in units of the map, `primary` the index of the
 * primary source or -1; the box around them, and a remix where they are densest.
 */
export async function placesOf(name) {
  const file = join(folder("places"), `${name}.csv`);
  if (!existsSync(file)) {
    example("map", await ready(name), "--positions", `${file}.part`);
    renameSync(`${file}.part`, file);
  }
  const lines = readFileSync(file, "latin1").split("\n").filter((line) => /^\d/.test(line));
  const [x, y, primary] = [new Float32Array(lines.length), new Float32Array(lines.length), new Int32Array(lines.length)];
  for (const line of lines) {
    const [index, left, top, source] = line.split(",");
    x[index] = left;
    y[index] = top;
    primary[index] = source === "" || source === undefined || source === index ? -1 : source;
  }
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < x.length; at++) {
    box.left = Math.min(box.left, x[at]);
    box.right = Math.max(box.right, x[at]);
    box.top = Math.min(box.top, y[at]);
    box.bottom = Math.max(box.bottom, y[at]);
  }
  return { name, records: x.length, x, y, primary, box, dense: densest(x, y, primary, box) };
}

/** The first remix in that of 64 by 64 squares which holds most remixes. */
function densest(x, y, primary, { left, top, right, bottom }) {
  const square = (at) =>
    Math.min(63, Math.floor(((y[at] - top) / (bottom - top || 1)) * 64)) * 64 +
    Math.min(63, Math.floor(((x[at] - left) / (right - left || 1)) * 64));
  const counts = new Uint32Array(64 * 64);
  for (let at = 0; at < x.length; at++) if (primary[at] >= 0) counts[square(at)]++;
  const fullest = counts.indexOf(Math.max(...counts));
  for (let at = 0; at < x.length; at++) if (primary[at] >= 0 && square(at) === fullest) return { x: x[at], y: y[at] };
  return { x: 0, y: 0 };
}
