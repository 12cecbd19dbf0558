// Chromium as it is measured: its flags, and what its processes take of the machine.
import { readFileSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { chromium as launcher } from "playwright-core";
import { chromium, window } from "./settings.js";

/** Drawing by software, as on a machine without a GPU. */
const flags = [
  "--use-gl=angle",
  "--use-angle=swiftshader-webgl",
  "--enable-unsafe-swiftshader",
  "--disable-gpu-rasterization",
  "--disable-accelerated-2d-canvas",
  "--disable-dev-shm-usage",
];

const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** A fresh browser with one page. Close it. */
export async function open({ viewport = window, ...options } = {}) {
  const server = await launcher.launchServer({ executablePath: chromium, args: flags, chromiumSandbox: process.getuid() !== 0 });
  const browser = await launcher.connect(server.wsEndpoint());
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1, ...options });
  const page = await context.newPage();
  const close = async () => {
    const killed = setTimeout(() => server.kill(), 5_000);
    await server.close();
    clearTimeout(killed);
  };
  return { page, context, version: browser.version(), pid: server.process().pid, close };
}

/** The processes under `root`, itself included, with their CPU time in ms and whether they render pages. */
export function processes(root) {
  const all = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "latin1").replace(/^.*\) /s, "").split(" ");
      all.set(Number(name), { parent: Number(fields[1]), cpu: ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks });
    } catch {
      // It ended meanwhile.
    }
  }
  const isUnder = (pid) => pid === root || (all.has(pid) && isUnder(all.get(pid).parent));
  return [...all.keys()].filter(isUnder).map((pid) => ({ pid, cpu: all.get(pid).cpu, rendersPages: isRenderer(pid) }));
}

function isRenderer(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("--type=renderer");
  } catch {
    return false;
  }
}

const sum = (list) => list.reduce((one, other) => one + other, 0);

/** CPU ms of all of a browser's processes so far. */
export const cpu = (root) => sum(processes(root).map((one) => one.cpu));

/** CPU ms of the renderers alone. */
export const rendererCpu = (root) => sum(processes(root).filter((one) => one.rendersPages).map((one) => one.cpu));

/** Proportional set size in MB, of the renderer that holds most and of all processes. */
export function memory(root) {
  const sizes = processes(root).map(({ pid, rendersPages }) => {
    try {
      const kib = Number(/^Pss: *(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"))[1]);
      return { rendersPages, mb: (kib * 1024) / 1e6 };
    } catch {
      return { rendersPages, mb: 0 };
    }
  });
  return { renderer: Math.max(0, ...sizes.filter((one) => one.rendersPages).map((one) => one.mb)), all: sum(sizes.map((one) => one.mb)) };
}
