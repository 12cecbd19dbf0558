// Figures as they come: printed, and kept as lines of results/raw.csv under the number of their run.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";

const file = process.env.UNDERSTORY_BENCH_RESULTS ?? join(import.meta.dirname, "../results/raw.csv");
const columns = ["run", "part", "corpus", "subject", "cell", "round", "figure", "value", "unit"];
export const run = Math.floor(Date.now() / 1000);

/** Keeps one figure. `cell` and `round` may be left out. */
export function note({ part, corpus = "", subject = "", cell = "", round = "", figure, value, unit = "" }) {
  if (!existsSync(file)) appendFileSync(file, `${columns.join(",")}\n`);
  const rounded = typeof value === "number" ? Number(value.toPrecision(6)) : String(value).replace(/[\n,]/g, " ");
  appendFileSync(file, `${[run, part, corpus, subject, cell, round, figure, rounded, unit].join(",")}\n`);
  console.log(`  ${[corpus, subject, cell, figure].filter(Boolean).join(" · ").padEnd(70)} ${rounded} ${unit}`);
}

/** Says what machine this is. */
export function begin() {
  note({ part: "machine", figure: "cores", value: cpus().length });
  note({ part: "machine", figure: "load", value: loadavg()[0] });
}

/** All rows, of some runs or of every one. */
export function rows(runs = []) {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(1) : [];
  const all = lines.map((line) => Object.fromEntries(line.split(",").map((value, at) => [columns[at], value])));
  return runs.length ? all.filter((row) => runs.includes(row.run)) : all;
}

/** The middle of some numbers. */
export function median(values) {
  const sorted = values.map(Number).sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
