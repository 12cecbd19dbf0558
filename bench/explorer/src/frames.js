// Frames: what each program takes of the CPU while the camera moves, cell by cell, in a fresh browser each.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cpu, open } from "./browser.js";
import { placesOf, ready } from "./corpora.js";
import { drive, watchContexts } from "./page/drive.js";
import { serve } from "./peers.js";
import { openMap, product } from "./product.js";
import { note } from "./results.js";
import { folder, height, limit, rounds, width } from "./settings.js";

/** Programs, each at its defaults and at its best. */
export const subjects = [
  "ours",
  "canvas",
  "sigma-3",
  "sigma-3 best",
  "sigma-4",
  "sigma-4 best",
  "cytoscape",
  "cytoscape best",
  "cytoscape texture",
  "cytoscape webgl",
  "cosmos",
  "cosmos best",
];
/** What is said to have been drawn. */
const drawn = ["records", "marks", "links", "labels"];
export const cells = ["whole", "zoom", "deep"];

/** Pixels that a unit takes deep in the map, where titles can be read; less where 100 times the whole is less. */
const DEEP = 24;
/** Ms after which no new round of the path begins, and how long a whole path should take of a slow program. */
const [LEAST, MOST] = [2_000, 5_000];

/** Cameras of a cell, `steps` of them, ending where they began except for the zoom. */
export function pathOf(cell, places, steps) {
  const { box, dense } = places;
  const [boxWidth, boxHeight] = [Math.max(1, box.right - box.left), Math.max(1, box.bottom - box.top)];
  const fit = fitOf(places);
  const [middleX, middleY] = [box.left + boxWidth / 2, box.top + boxHeight / 2];
  const deep = Math.min(DEEP, fit * 100);
  return Array.from({ length: steps }, (_, step) => {
    const turn = (2 * Math.PI * step) / steps;
    if (cell === "whole") return [middleX + (120 * Math.sin(turn)) / fit, middleY + (80 * Math.cos(turn)) / fit, fit];
    if (cell === "deep") return [dense.x + (600 * Math.sin(turn)) / deep, dense.y + (400 * Math.cos(turn)) / deep, deep];
    const done = step / Math.max(1, steps - 1);
    const zoom = 100 ** done;
    // The dense place stays where it is on the screen until it is in the middle.
    const left = (1 / zoom - 0.01) / 0.99;
    return [dense.x + (middleX - dense.x) * left, dense.y + (middleY - dense.y) * left, fit * zoom];
  });
}

/** Pixels that a unit takes where the whole is seen, with a margin. */
export function fitOf({ box }) {
  return 0.95 * Math.min(width / Math.max(1, box.right - box.left), height / Math.max(1, box.bottom - box.top));
}

/** Measures programs on corpora; a program that does not finish a cell is not asked for it again. */
export async function frames({ corpora, only, skip = [] }) {
  for (const corpus of corpora) {
    const places = await placesOf(corpus);
    const chosen = subjects.filter((subject) => (!only || only.includes(subject)) && !skip.includes(subject));
    const hopeless = new Set();
    const map = chosen.includes("ours") ? await product(corpus, await ready(corpus)) : undefined;
    const peers = await serve(places, fitOf(places));
    try {
      for (let round = 1; round <= rounds; round++) {
        for (const [subject, cell] of turned(chosen, round)) {
          if (hopeless.has(`${subject} ${cell}`)) continue;
          const url = subject === "ours" ? map.url : peers.url(subject);
          const finished = await oneCell({ places, corpus, subject, cell, round, url });
          if (!finished) hopeless.add(`${subject} ${cell}`);
        }
      }
    } finally {
      peers.close();
      map?.close();
    }
  }
}

/** All cells of all programs, beginning elsewhere in every round. */
function turned(chosen, round) {
  const all = cells.flatMap((cell) => chosen.map((subject) => [subject, cell]));
  const first = ((round - 1) * 7) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

async function oneCell({ places, corpus, subject, cell, round, url }) {
  const tell = (figure, value, unit) => note({ part: "frames", corpus, subject, cell, round, figure, value, unit });
  const { page, pid, close } = await open();
  const failed = [];
  page.on("pageerror", (error) => failed.push(error.message));
  try {
    await within(limit * 1000, async () => {
      await page.addInitScript(watchContexts);
      if (subject === "ours") await openMap(page, url);
      else {
        await page.goto(url);
        await page.waitForFunction(() => globalThis.bench, undefined, { timeout: 0 });
        tell("start", await page.evaluate(() => globalThis.bench.started), "ms");
      }
      const slowest = limit * 1000;
      const tried = await page.evaluate(drive, { path: pathOf(cell, places, 60).slice(0, 3), limit: slowest });
      await page.waitForTimeout(500);
      const steps = Math.round(Math.min(60, Math.max(6, MOST / Math.max(...tried.times.slice(1), 1))));
      const path = pathOf(cell, places, steps);
      let [count, wall, passed] = [0, [], undefined];
      const begun = Date.now();
      const before = cpu(pid);
      do {
        passed = await page.evaluate(drive, { path, limit: slowest });
        count += passed.times.length;
        wall.push(...passed.times);
      } while (passed.finished && Date.now() - begun < LEAST);
      const used = cpu(pid) - before;
      if (!passed.finished) throw new Error(`only ${count} of ${steps} frames`);
      tell("cpu", used / count, "ms/frame");
      tell("wall", wall.sort((one, other) => one - other)[wall.length >> 1], "ms/frame");
      tell("frames", count);
      for (const [what, number] of Object.entries(passed.counts).filter(([what]) => drawn.includes(what))) tell(`drawn ${what}`, number);
      await page.evaluate(drive, { path: [path[cell === "zoom" ? steps >> 1 : 0]], limit: slowest });
      await page.waitForTimeout(300);
      writeFileSync(join(folder("pictures"), `${corpus} ${subject} ${cell}.png`), await page.screenshot());
    });
    return true;
  } catch (error) {
    tell("did not finish", [...failed, error.message.split("\n")[0]].join("; ").slice(0, 160));
    return false;
  } finally {
    await close();
  }
}

/** Gives `work` its time and no more. */
async function within(time, work) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not within ${time / 1000} s`)), time);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
