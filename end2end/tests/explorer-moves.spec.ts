// While the view moves a picture is kept and only moved; where it rests, all is drawn for just that place.
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { Explorer, test } from "./explorer/explorer";

/** A picture's squares, each with how dark it is on the average: 0 to 255 in each of three colours. */
interface Squares {
  width: number;
  height: number;
  means: number[];
}

type Step = [x: number, y: number, scale: number];
type Hooked = Element & { explorer: { setCamera: (x: number, y: number, scale: number) => void; counts: () => Record<string, number> } };

/** Goes along a path, a frame for each step, and answers how the canvas looked at some of them, or (-1) in the end. */
function fly(page: Page, path: Step[], looks: number[], side = 24): Promise<Squares[]> {
  return page.evaluate(
    async ([path, looks, side]) => {
      const { explorer } = document.querySelector("[data-explorer]") as Hooked;
      const canvas = document.querySelector<HTMLCanvasElement>("canvas.explorer-canvas")!;
      const copy = document.createElement("canvas");
      const look = () => {
        [copy.width, copy.height] = [canvas.width, canvas.height];
        const context = copy.getContext("2d", { willReadFrequently: true })!;
        context.drawImage(canvas, 0, 0);
        const { data } = context.getImageData(0, 0, copy.width, copy.height);
        const [width, height] = [Math.floor(copy.width / side), Math.floor(copy.height / side)];
        const means = new Array<number>(width * height * 3).fill(0);
        for (let y = 0; y < height * side; y++)
          for (let x = 0; x < width * side; x++)
            for (let colour = 0; colour < 3; colour++)
              means[(Math.floor(y / side) * width + Math.floor(x / side)) * 3 + colour]! += data[(y * copy.width + x) * 4 + colour]! / side ** 2;
        return { width, height, means };
      };
      const seen = [];
      // However long frames take, as much time passes from one to the next as where a machine keeps up.
      let now = performance.now();
      performance.now = () => now;
      for (const [at, [x, y, scale]] of path.entries()) {
        now += 16;
        explorer.setCamera(x, y, scale);
        await new Promise(requestAnimationFrame);
        await new Promise((done) => setTimeout(done));
        if (looks.includes(at)) seen.push(look());
      }
      Reflect.deleteProperty(performance, "now");
      // What is due is drawn in the next frame.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      if (looks.includes(-1)) seen.push(look());
      return seen;
    },
    [path, looks, side] as const,
  );
}

/** By how much the square differs that differs most. */
function apart(one: Squares, other: Squares): number {
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  return Math.max(...one.means.map((mean, at) => Math.abs(mean - other.means[at]!)));
}

/** How much there is to see: by how much squares differ from the lightest. */
function ink({ means }: Squares): number {
  const paper = Math.max(...means);
  return means.reduce((sum, mean) => sum + paper - mean, 0) / means.length;
}

/** Titles have places of their own in each picture; without them two pictures of one place are the same. */
async function withoutTitles(page: Page) {
  await page.route("**/api/v1/map/*/labels/**", (route) => route.fulfill({ json: [] }));
}

async function pan(explorer: Explorer, id: number): Promise<Step[]> {
  await explorer.near(id, 20);
  const start = await explorer.still();
  return Array.from({ length: 30 }, (_, step): Step => [start.x + step * 0.9, start.y + step * 0.35, start.scale]);
}

test("no edge is blank while the view moves, and nothing is elsewhere than where it belongs", async ({ page, explorer, world }) => {
  await withoutTitles(page);
  await explorer.open();
  const path = await pan(explorer, world.id("harbour"));
  const looks = [4, 11, 19, 27];
  const moved = await fly(page, path, looks);
  for (const [at, look] of looks.entries()) {
    await explorer.setCamera(...path[look]!);
    const [exact] = await fly(page, [], [-1]);
    expect(ink(exact!), "there is something to see").toBeGreaterThan(0.2);
    expect(apart(moved[at]!, exact!), `step ${look}`).toBeLessThan(40);
    expect(Math.abs(ink(moved[at]!) - ink(exact!)) / ink(exact!), `ink of step ${look}`).toBeLessThan(0.1);
  }
});

test("what is seen at rest is what a new page shows at the same address", async ({ page, explorer, world, context }) => {
  await withoutTitles(page);
  await explorer.open();
  const path = await pan(explorer, world.id("harbour"));
  const zoomed = path.map(([x, y, scale], step): Step => [x, y, scale * 1.03 ** step]);
  for (const way of [path, zoomed]) {
    await fly(page, way, []);
    const rest = await explorer.still();
    const [seen] = await fly(page, [], [-1]);
    // The address is of where the view rests.
    const told = [rest.x.toFixed(2), rest.y.toFixed(2), rest.scale.toFixed(4)].join(",");
    await expect.poll(() => explorer.hash().get("at")).toBe(told);
    const other = await context.newPage();
    await withoutTitles(other);
    const again = new Explorer(other);
    await again.open(page.url());
    const camera = await again.still();
    expect(camera.x).toBeCloseTo(rest.x, 1);
    // The address tells places to a few digits.
    await again.setCamera(rest.x, rest.y, rest.scale);
    const [fresh] = await fly(other, [], [-1]);
    expect(apart(seen!, fresh!)).toBeLessThan(1);
    await other.close();
  }
});

test("few frames are drawn anew while the view moves, one where it rests, and then none", async ({ page, explorer, world }) => {
  await explorer.open();
  const path = await pan(explorer, world.id("harbour"));
  const painted = async () => (await explorer.counts())["painted"]!;
  const before = await painted();
  await fly(page, path, []);
  const moving = await painted();
  expect(moving - before).toBeLessThan(path.length / 2);
  await explorer.still();
  const rested = await painted();
  expect(rested - moving).toBeLessThanOrEqual(2);
  await page.waitForTimeout(1_500);
  expect(await painted()).toBe(rested);
});

test("what is under the pointer is what is picked, also in a picture that was only moved", async ({ page, explorer, world }) => {
  await explorer.open();
  const detail = await explorer.detail(world.id("harbour"));
  const [x, y] = [detail.at[0] / 64, detail.at[1] / 64];
  await explorer.setCamera(x, y, 20);
  const path = Array.from({ length: 8 }, (_, step): Step => [x - step * 0.8, y - step * 0.4, 20 * 1.02 ** step]);
  await fly(page, path, []);
  // At once, before the view counts as resting.
  await page.evaluate(
    ([x, y, right, below, scale]) => {
      const stage = document.querySelector<HTMLElement>(".explorer-stage")!;
      const box = stage.getBoundingClientRect();
      const at = {
        clientX: box.x + box.width / 2 + (x! - right!) * scale!,
        clientY: box.y + box.height / 2 + (y! - below!) * scale!,
        pointerId: 1,
        pointerType: "mouse",
        button: 0,
        bubbles: true,
      };
      for (const kind of ["pointerdown", "pointerup"]) stage.dispatchEvent(new PointerEvent(kind, at));
    },
    [x, y, ...path.at(-1)!],
  );
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(detail.title);
});
