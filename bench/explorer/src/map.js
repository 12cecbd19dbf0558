// /map as it is opened: bytes and time until there is a picture, memory, idle, and selecting a large subtree.
import { cpu, memory, open, rendererCpu } from "./browser.js";
import { placesOf, ready } from "./corpora.js";
import { pathOf } from "./frames.js";
import { drive, watchContexts } from "./page/drive.js";
import { alive, openMap, product } from "./product.js";
import { note } from "./results.js";
import { rounds } from "./settings.js";

/** Chromium's preset "Slow 4G". */
const slow = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };
const IDLE = 10_000;
/** Record 799 of `commits`, on which more hangs than on any other. */
const LARGEST = { corpus: "commits", externalId: "commits/799", descendants: 197_797 };

export async function map({ corpora, isChosen }) {
  for (const corpus of isChosen ? corpora : ["generated-1m", "commits"]) {
    const server = await product(corpus, await ready(corpus));
    const places = await placesOf(corpus);
    try {
      for (let round = 1; round <= rounds; round++) {
        const tell = (figure, value, unit) => note({ part: "map", corpus, subject: "ours", round, figure, value, unit });
        await attempt(tell, "first picture", () => firstPicture(server.url, tell));
        await attempt(tell, "at rest", () => atRest(server.url, places, tell));
        if (corpus === LARGEST.corpus) await attempt(tell, "selecting", () => selecting(server.url, tell));
      }
    } finally {
      server.close();
    }
  }
}

/** What fails is told, and does not keep the rest from being measured. */
async function attempt(tell, name, measure) {
  try {
    await measure();
  } catch (error) {
    tell(`${name} did not finish`, error.message.split("\n")[0].slice(0, 160));
  }
}

/** Before the page's scripts: notes when there is a picture, when wasm begins, and when the canvas takes over. */
function watchPicture() {
  const moments = (globalThis.benchMoments = {});
  for (const name of ["instantiate", "instantiateStreaming", "compile", "compileStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...rest) => {
      moments.wasm ??= performance.now();
      return original.apply(WebAssembly, rest);
    };
  }
  const look = () => {
    const picture = document.querySelector("svg.map-picture");
    const isWhole = picture && (picture.nextSibling || picture.parentElement.nextSibling || document.readyState !== "loading");
    const isSeen = performance.getEntriesByName("first-contentful-paint").length > 0;
    if (!moments.picture && isWhole && isSeen && picture.querySelector("circle,path,rect,use,line")) moments.picture = performance.now();
    if (!moments.canvas && document.querySelector("canvas.explorer-canvas") && picture?.hasAttribute("hidden")) {
      moments.canvas = performance.now();
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function firstPicture(url, tell) {
  const { page, context, close } = await open({ viewport: { width: 1400, height: 900 } });
  try {
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", slow);
    const received = [];
    let start;
    network.on("Network.requestWillBeSent", ({ timestamp, documentURL, request }) => {
      if (documentURL === request.url) start ??= timestamp;
    });
    network.on("Network.responseReceived", ({ timestamp, response }) => received.push([timestamp, response.encodedDataLength]));
    network.on("Network.dataReceived", ({ timestamp, encodedDataLength }) => received.push([timestamp, encodedDataLength]));
    await page.addInitScript(watchPicture);
    await page.goto(`${url}/map`, { waitUntil: "commit" });
    await page.waitForFunction(() => globalThis.benchMoments?.canvas, undefined, { timeout: 120_000 });
    await page.waitForTimeout(3_000);
    const moments = await page.evaluate(() => globalThis.benchMoments);
    const bytes = (until) => received.filter(([when]) => (when - start) * 1000 <= until).reduce((sum, [, size]) => sum + size, 0);
    tell("picture on Slow 4G", moments.picture ?? "never", "ms");
    tell("bytes before the picture", bytes(moments.picture ?? Infinity), "bytes");
    tell("wasm begins", moments.wasm ?? "never", "ms");
    tell("canvas takes over", moments.canvas, "ms");
    tell("bytes before the canvas", bytes(moments.canvas), "bytes");
    tell("bytes in all", bytes(Infinity), "bytes");
  } finally {
    await close();
  }
}

/** Memory after garbage was collected, and CPU while nothing happens, of the page less those of an empty one. */
async function atRest(url, places, tell) {
  const measured = [];
  for (const address of ["about:blank", `${url}/map`]) {
    const { page, context, pid, close } = await open();
    try {
      await page.addInitScript(watchContexts);
      const isMap = address !== "about:blank";
      if (isMap) {
        await openMap(page, url);
        await collect(context, page);
        measured.fresh = memory(pid);
        // Look around, so that tiles of every level are held.
        for (const cell of ["zoom", "deep", "whole"]) await page.evaluate(drive, { path: pathOf(cell, places, 60), limit: 60_000 });
        await page.waitForTimeout(2_000);
      } else await page.goto(address);
      await collect(context, page);
      const held = memory(pid);
      const before = [cpu(pid), rendererCpu(pid)];
      await page.waitForTimeout(IDLE);
      measured.push({ held, all: cpu(pid) - before[0], renderer: rendererCpu(pid) - before[1] });
    } finally {
      await close();
    }
  }
  const [blank, map] = measured;
  tell("memory when opened (PSS of the renderer less about:blank's)", measured.fresh.renderer - blank.held.renderer, "MB");
  tell("memory after looking round (PSS of the renderer less about:blank's)", map.held.renderer - blank.held.renderer, "MB");
  tell("memory after looking round (all processes less about:blank's)", map.held.all - blank.held.all, "MB");
  tell("idle CPU of the renderer over 10 s", map.renderer, "ms");
  tell("idle CPU of all processes over 10 s", map.all, "ms");
  tell("idle CPU of all processes over 10 s at about:blank", blank.all, "ms");
}

async function collect(context, page) {
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await page.waitForTimeout(1_000);
  await session.detach();
}

/** Frames from the button of the largest until all its descendants are drawn as selected. */
async function selecting(url, tell) {
  const found = await fetch(`${url}/api/v1/records?external_id=${LARGEST.externalId}`);
  const [record] = (await found.json()).records;
  const { page, close } = await open({ viewport: { width: 1400, height: 900 } });
  try {
    await page.goto(`${url}/map#focus=${record.id}`);
    await alive(page);
    await page.waitForSelector('[data-act="select-descendants"]');
    await page.waitForTimeout(3_000);
    const passed = await page.evaluate(async (wanted) => {
      const { explorer } = document.querySelector("[data-explorer]");
      const frame = () => new Promise(requestAnimationFrame);
      let answered;
      const { fetch } = globalThis;
      globalThis.fetch = async (...rest) => {
        const answer = await fetch(...rest);
        if (/select\?/.test(rest[0]?.url ?? rest[0])) answered ??= performance.now();
        return answer;
      };
      await frame();
      const begun = performance.now();
      let [frames, since, longest, last] = [0, 0, 0, begun];
      document.querySelector('[data-act="select-descendants"]').click();
      for (let isSelected = false; !isSelected && last - begun < 20_000; ) {
        isSelected = explorer.counts().selected >= wanted;
        await frame();
        const now = performance.now();
        [frames, longest, last] = [frames + 1, Math.max(longest, now - last), now];
        if (answered) since++;
      }
      return { frames, since, longest, wall: last - begun, selected: explorer.counts().selected };
    }, LARGEST.descendants);
    tell("frames until 197797 descendants are selected", passed.frames);
    tell("of these after the answer came", passed.since);
    tell("time until they are selected", passed.wall, "ms");
    tell("longest frame meanwhile", passed.longest, "ms");
    tell("selected", passed.selected);
  } finally {
    await close();
  }
}
