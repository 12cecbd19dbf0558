// The picture under fingers.
import type { CDPSession, Page } from "@playwright/test";
import { expect } from "./fixtures";
import { test } from "./explorer/explorer";
import { title } from "./explorer/world";

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

type Point = { x: number; y: number };

/** Fingers on the page's screen. */
class Fingers {
  private constructor(private readonly session: CDPSession) {}
  static async on(page: Page) {
    return new Fingers(await page.context().newCDPSession(page));
  }
  private send(type: "touchStart" | "touchMove" | "touchEnd", points: Point[], timestamp?: number) {
    return this.session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map((point, id) => ({ ...point, id })), timestamp });
  }
  down = (...points: Point[]) => this.send("touchStart", points);
  move = (...points: Point[]) => this.send("touchMove", points);
  up = () => this.send("touchEnd", []);
  /** Taps so many times, as soon after one another as a hand does, however busy the machine is. */
  tap(point: Point, times = 1) {
    const now = Date.now() / 1000;
    const all = Array.from({ length: times }, (_, n) => [this.send("touchStart", [point], now + n * 0.13), this.send("touchEnd", [], now + n * 0.13 + 0.03)]);
    return Promise.all(all.flat());
  }
}

test("one finger pans, a still one picks, and the two are told apart", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-5"));
  const fingers = await Fingers.on(page);
  const at = await explorer.pixel(world.id("stem-5"));
  const before = await explorer.camera();
  await fingers.down(at);
  for (const step of [8, 30, 60, 90]) await fingers.move({ x: at.x + step, y: at.y - step / 2 });
  await fingers.up();
  // Fingers are heard a frame later.
  await expect.poll(async () => (before.x - (await explorer.camera()).x) * before.scale).toBeCloseTo(90, 0);
  const after = await explorer.still();
  expect((before.y - after.y) * before.scale).toBeCloseTo(-45, 0);
  await expect(explorer.card).toBeHidden();

  // A finger trembles by a few pixels.
  const now = await explorer.pixel(world.id("stem-5"));
  await fingers.down(now);
  await fingers.move({ x: now.x + 4, y: now.y - 3 });
  await fingers.up();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("stem-5"));
  expect(await explorer.still(), "and does not move the view").toEqual(after);
  // The card leaves the picture to be seen.
  const card = (await explorer.card.boundingBox())!;
  expect(card.x).toBeGreaterThanOrEqual(0);
  expect(card.x + card.width).toBeLessThanOrEqual(390);
});

test("a finger beside a small mark still meets it", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("duet"), 40);
  const fingers = await Fingers.on(page);
  const at = await explorer.pixel(world.id("duet"));
  await fingers.tap({ x: at.x + 12, y: at.y - 12 });
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("duet"));
});

test("two fingers come closer and move, and one that is lifted picks nothing", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-5"), 20);
  const fingers = await Fingers.on(page);
  const middle = await explorer.pixel(world.id("stem-5"));
  const pair = (apart: number, dy = 0): [Point, Point] => [
    { x: middle.x - apart, y: middle.y + dy },
    { x: middle.x + apart, y: middle.y + dy },
  ];
  await fingers.down(pair(40)[0]);
  await fingers.down(...pair(40));
  for (const apart of [50, 60, 70, 80]) await fingers.move(...pair(apart));
  // Fingers are heard a frame later.
  await expect.poll(async () => (await explorer.camera()).scale).toBeGreaterThan(39);
  const spread = await explorer.camera();
  expect(spread.scale).toBeLessThan(41);
  const held = await explorer.pixel(world.id("stem-5"));
  expect(Math.hypot(held.x - middle.x, held.y - middle.y), "what is between them stays there").toBeLessThan(2);
  await fingers.move(...pair(80, 30));
  await fingers.up();
  await expect.poll(async () => (spread.y - (await explorer.still()).y) * spread.scale).toBeCloseTo(30, 0);
  await expect(explorer.card).toBeHidden();
  const zoomed = await page.evaluate(() => window.visualViewport!.scale);
  expect(zoomed, "the page itself stays as it is").toBe(1);
});

test("a double tap comes close, and a long press adds to the selection", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("branch-5"), 14);
  const fingers = await Fingers.on(page);
  const at = await explorer.pixel(world.id("branch-5"));
  await fingers.tap(at, 2);
  await expect.poll(async () => (await explorer.camera()).scale).toBeGreaterThan(20);
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("branch-5"));
  const now = await explorer.pixel(world.id("branch-5"));
  await fingers.down(now);
  await expect(explorer.selection.getByRole("heading", { level: 2 }), "while it is still down").toHaveText("1 record selected");
  await fingers.up();
});

test("the lasso's button lets a finger draw", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-5"), 20);
  const fingers = await Fingers.on(page);
  const at = await explorer.pixel(world.id("stem-5"));
  const before = await explorer.camera();
  await explorer.tool("Select with a lasso").tap();
  await expect(explorer.tool("Select with a lasso")).toHaveAttribute("aria-pressed", "true");
  await fingers.down({ x: at.x - 9, y: at.y - 9 });
  for (const [dx, dy] of [[9, -9], [9, 9], [-9, 9], [-9, -8]] as const) {
    await fingers.move({ x: at.x + dx * 0.9, y: at.y + dy });
    await fingers.move({ x: at.x + dx, y: at.y + dy });
  }
  await fingers.up();
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("1 record selected");
  expect(await explorer.still()).toEqual(before);
});

test("a lineage under fingers: it is picked, moved and spread, and lets the page be read on", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id("duet")}/lineage`);
  const link = page.locator(`.explorer-stage svg a[href='/records/${world.id("harbour")}']`).first();
  await expect(link).toBeHidden();
  const fingers = await Fingers.on(page);
  const middle = await explorer.point(0.5, 0.5);
  const whole = await explorer.still();
  const pair = (apart: number): [Point, Point] => [
    { x: middle.x - apart, y: middle.y },
    { x: middle.x + apart, y: middle.y },
  ];
  await fingers.down(pair(30)[0]);
  await fingers.down(...pair(30));
  for (const apart of [40, 50, 60]) await fingers.move(...pair(apart));
  await fingers.up();
  await expect.poll(async () => (await explorer.camera()).scale).toBeGreaterThan(whole.scale * 1.7);
  const near = await explorer.still();
  await fingers.down(middle);
  for (const step of [10, 30, 50]) await fingers.move({ x: middle.x, y: middle.y + step });
  await fingers.up();
  const moved = await explorer.still();
  expect((near.y - moved.y) * moved.scale).toBeCloseTo(50, 0);
  expect(await page.evaluate(() => window.visualViewport!.scale)).toBe(1);
  // A tap picks what stands there: the record the page is about, in the middle of the picture.
  await explorer.fit.tap();
  await explorer.still();
  const tapped = await explorer.point();
  for (let down = 0; down < 8 && !(await explorer.card.isVisible()); down++) {
    await fingers.tap({ x: tapped.x, y: tapped.y + (down % 2 ? 1 : -1) * Math.ceil(down / 2) * 28 });
    await page.waitForTimeout(120);
  }
  await expect(explorer.card.getByRole("heading", { level: 2 })).not.toHaveText("");
  const card = (await explorer.card.boundingBox())!;
  expect(card.x >= 0 && card.x + card.width <= 390).toBe(true);
});
