// Layout alone, on one core: ours, native, and dagre, d3-dag and ELK in Node.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { example, ready } from "./corpora.js";
import { graphOf, largest, part } from "./csv.js";
import { algorithms } from "./layout-peer.js";
import { note } from "./results.js";
import { folder, limit, rounds } from "./settings.js";

/** Two graphs of about 2,000 records for all, and large ones for ours alone. */
export async function layout({ corpora, only, skip = [], isChosen }) {
  const blocks = graphOf(await ready("d3-blocks"));
  const commits = graphOf(await ready("commits-10k"));
  const some = Array.from({ length: 2_000 }, (_, record) => record);
  const isWanted = (subject) => (!only || only.includes(subject)) && !skip.includes(subject);
  for (const [corpus, graph] of [
    ["d3-blocks-largest", part(blocks, largest(blocks))],
    ["commits-2k", part(commits, some)],
  ]) {
    const file = write(corpus, graph);
    if (isWanted("ours")) ours(corpus, file);
    for (const algorithm of Object.keys(algorithms).filter(isWanted)) peer(corpus, file, algorithm);
  }
  const large = isChosen ? corpora : ["generated-100k", "generated-1m", "commits-100k", "commits"];
  for (const corpus of large.filter(() => isWanted("ours"))) ours(corpus, write(corpus, graphOf(await ready(corpus))));
}

/** A graph as lines of a time and the sources' places. */
function write(name, { times, sources }) {
  const file = join(folder("graphs"), `${name}.txt`);
  writeFileSync(file, times.map((time, record) => `${[time, ...sources[record]].join(" ")}\n`).join(""));
  return file;
}

function ours(corpus, file) {
  const seconds = example("layout", file, String(rounds)).trim().split("\n");
  seconds.forEach((value, at) => {
    note({ part: "layout", corpus, subject: "ours", round: at + 1, figure: "layout", value: Number(value) * 1000, unit: "ms" });
  });
}

function peer(corpus, file, subject) {
  const script = join(import.meta.dirname, "layout-peer.js");
  for (let round = 1; round <= rounds; round++) {
    const tell = (figure, value, unit) => note({ part: "layout", corpus, subject, round, figure, value, unit });
    try {
      const options = { encoding: "utf8", timeout: limit * 1000, stdio: ["ignore", "pipe", "pipe"] };
      tell("layout", Number(execFileSync(process.execPath, ["--stack-size=8000", script, subject, file], options)), "ms");
    } catch (error) {
      tell("did not finish", error.code === "ETIMEDOUT" ? `not within ${limit} s` : `${error.stderr}`.trim().split("\n").pop().slice(0, 160));
      return;
    }
  }
}
