// The figures against their targets, as a table in Markdown; losses stand with the rest.
import { median, rows } from "./results.js";
import { cells, subjects } from "./frames.js";

const sizes = { "10k": ["d3-blocks", "commits-10k", "generated-10k"], "100k": ["commits-100k", "generated-100k"], "1M": ["commits", "generated-1m"] };
/** Moves a picture of the start about instead of drawing, and has no counterpart in the others. */
const apart = ["ours", "canvas", "cytoscape texture"];

/** Prints the report of some runs, or of all. */
export function report(runs) {
  const all = rows(runs);
  const pick = (wanted) => {
    const values = all.filter((row) => Object.entries(wanted).every(([key, value]) => row[key] === value)).map((row) => Number(row.value));
    return values.some(Number.isFinite) ? median(values.filter(Number.isFinite)) : undefined;
  };
  frameTables(all, pick);
  console.log("\n| figure | corpus | target | measured | |\n|---|---|---|---|---|");
  frameTargets(pick);
  layoutTargets(all, pick);
  mapTargets(pick);
}

const show = (value) => (value === undefined ? "-" : value >= 100 ? value.toFixed(0) : value.toPrecision(2));

function line(figure, corpus, target, measured, holds) {
  if (measured !== undefined) console.log(`| ${figure} | ${corpus} | ${target} | ${measured} | ${holds ? "holds" : "**misses**"} |`);
}

function frameTables(all, pick) {
  const measured = all.filter((row) => row.part === "frames");
  const corpora = [...new Set(measured.map((row) => row.corpus))];
  if (corpora.length) console.log(`CPU-ms per frame, medians: ${cells.join(" / ")}\n\n| | ${corpora.join(" | ")} |\n|---|${corpora.map(() => "---|").join("")}`);
  for (const subject of corpora.length ? subjects : []) {
    const values = corpora.map((corpus) =>
      cells
        .map((cell) => {
          const gaveUp = measured.some((row) => row.corpus === corpus && row.subject === subject && row.cell === cell && row.figure === "did not finish");
          return gaveUp ? "did not finish" : show(pick({ part: "frames", corpus, subject, cell, figure: "cpu" }));
        })
        .join(" / "),
    );
    console.log(`| ${subject} | ${values.join(" | ")} |`);
  }
}

function frameTargets(pick) {
  const cpu = (corpus, subject, cell) => pick({ part: "frames", corpus, subject, cell, figure: "cpu" });
  for (const cell of cells) {
    for (const corpus of sizes["100k"]) {
      const peers = subjects.filter((subject) => !apart.includes(subject)).map((subject) => [cpu(corpus, subject, cell) ?? Infinity, subject]);
      const [best, name] = peers.reduce((one, other) => (other[0] < one[0] ? other : one));
      const own = cpu(corpus, "ours", cell);
      if (own !== undefined && best < Infinity) {
        line(`${cell}: ours / best peer (${name})`, corpus, "0.1", `${show(own / best)} (${show(own)} / ${show(best)} ms)`, own / best <= 0.1);
      }
    }
    for (const corpus of sizes["1M"]) {
      const [own, small] = [cpu(corpus, "ours", cell), cpu(corpus === "commits" ? "commits-10k" : "generated-10k", "ours", cell)];
      if (own === undefined) continue;
      if (small !== undefined) line(`${cell}: 1M / 10k`, corpus, "1.5", show(own / small), own / small <= 1.5);
      line(`${cell}: CPU-ms per frame`, corpus, "20", show(own), own <= 20);
    }
  }
}

function layoutTargets(all, pick) {
  const time = (corpus, subject) => pick({ part: "layout", corpus, subject, figure: "layout" });
  for (const corpus of ["d3-blocks-largest", "commits-2k"]) {
    const peers = [...new Set(all.filter((row) => row.part === "layout" && row.corpus === corpus).map((row) => row.subject))].filter((one) => one !== "ours");
    const own = time(corpus, "ours");
    const [best, name] = peers.map((one) => [time(corpus, one) ?? Infinity, one]).reduce((one, other) => (other[0] < one[0] ? other : one), [Infinity]);
    if (own !== undefined && best < Infinity) line(`layout: fastest peer (${name}) / ours`, corpus, "100", `${show(best / own)} (${show(best)} / ${show(own)} ms)`, best / own >= 100);
  }
  for (const [large, small] of [["generated-1m", "generated-100k"], ["commits", "commits-100k"]]) {
    const [one, other] = [time(large, "ours"), time(small, "ours")];
    if (one !== undefined && other !== undefined) line("layout: 1M / 100k", large, "15", `${show(one / other)} (${show(one)} / ${show(other)} ms)`, one / other <= 15);
  }
}

function mapTargets(pick) {
  for (const corpus of sizes["1M"]) {
    const figure = (name) => pick({ part: "map", corpus, figure: name });
    const atMost = (name, target, unit) => {
      const value = figure(name);
      line(name, corpus, `${target} ${unit}`, value === undefined ? undefined : `${show(value)} ${unit}`, value <= target);
    };
    atMost("bytes before the picture", 400_000, "bytes");
    const [picture, wasm] = [figure("picture on Slow 4G"), figure("wasm begins")];
    if (picture !== undefined) line("picture before wasm, Slow 4G", corpus, "before", `${show(picture)} / ${show(wasm)} ms`, wasm === undefined || picture < wasm);
    atMost("memory when opened (PSS of the renderer less about:blank's)", 150, "MB");
    atMost("memory after looking round (PSS of the renderer less about:blank's)", 150, "MB");
    atMost("idle CPU of the renderer over 10 s", 0, "ms");
    atMost("frames until 197797 descendants are selected", 3, "frames");
    for (const name of ["bytes a record", "bytes a record with brotli"]) {
      const value = pick({ part: "wire", corpus, figure: name });
      line(`wire: ${name}`, corpus, "10", value === undefined ? undefined : show(value), value < 10);
    }
  }
}
