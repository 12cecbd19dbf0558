// The product itself: a server with a corpus imported, and its page /map.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { binary, folder, height, width } from "./settings.js";

/** Starts a server on a corpus, imported once and kept for the next run. Close it. */
export async function product(name, corpus) {
  const data = folder("data", name);
  const environment = { ...process.env, UNDERSTORY_DATA: data, UNDERSTORY_LOG: "warn" };
  for (const unwanted of ["UNDERSTORY_CORPORA", "DATABASE_URL"]) delete environment[unwanted];
  for (const key of Object.keys(environment)) if (key.startsWith("UNDERSTORY_BENCH")) delete environment[key];
  if (!existsSync(join(data, "complete"))) {
    execFileSync(binary, ["import", corpus], { env: environment, stdio: ["ignore", "ignore", "pipe"] });
    writeFileSync(join(data, "complete"), "");
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(binary, ["serve"], {
    env: { ...environment, UNDERSTORY_LISTEN: `127.0.0.1:${port}` },
    stdio: ["ignore", "ignore", openSync(join(data, "server.log"), "w")],
  });
  const close = () => server.kill();
  for (const until = Date.now() + 120_000; ; ) {
    // The map is laid out in the background once the server is ready.
    const [ready, map] = await Promise.all([`${url}/readyz`, `${url}/api/v1/map`].map((address) => fetch(address).catch(() => undefined)));
    if (ready?.ok && map?.ok) return { url, pid: server.pid, info: await map.json(), close };
    if (server.exitCode !== null || Date.now() > until) {
      close();
      throw new Error(`${binary} did not show a map within two minutes; see ${join(data, "server.log")}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Opens /map, waits until it has drawn, and gives its canvas the size of the stage: the bar below takes the rest. */
export async function openMap(page, url) {
  await page.goto(`${url}/map`);
  await alive(page);
  const size = () =>
    page.evaluate(() => {
      const canvas = document.querySelector("canvas.explorer-canvas").getBoundingClientRect();
      return { width: Math.round(canvas.width), height: Math.round(canvas.height) };
    });
  const before = await size();
  await page.evaluate((more) => {
    const explorer = document.querySelector("[data-explorer]");
    const bar = Number.parseFloat(getComputedStyle(explorer).getPropertyValue("--bar"));
    explorer.style.setProperty("--bar", `${bar + more}px`);
  }, before.height - height);
  await page.waitForTimeout(500);
  const canvas = await size();
  if (canvas.width !== width || canvas.height !== height) throw new Error(`the canvas is ${canvas.width} by ${canvas.height}`);
  return canvas;
}

/** Until the canvas has taken over from the server's picture. */
export const alive = (page) =>
  page.waitForFunction(() => document.querySelector("[data-explorer]")?.explorer?.counts().shown === 1, undefined, { timeout: 60_000 });
