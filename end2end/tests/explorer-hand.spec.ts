// The picture under a mouse.
import { expect } from "./fixtures";
import { test } from "./explorer/explorer";
import { descendants, title } from "./explorer/world";

test("the view is dragged, and dragging picks nothing", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-5"));
  const before = await explorer.camera();
  const at = await explorer.point();
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 60, at.y + 20, { steps: 4 });
  await page.mouse.move(at.x + 150, at.y + 40, { steps: 4 });
  await page.mouse.up();
  const after = await explorer.still();
  expect(after.scale).toBe(before.scale);
  expect(Math.abs((before.x - after.x) * before.scale - 150)).toBeLessThan(1);
  expect(Math.abs((before.y - after.y) * before.scale - 40)).toBeLessThan(1);
  await expect(explorer.card).toBeHidden();
  await expect.poll(() => explorer.hash().get("focus")).toBeNull();
  // What is held stays held beyond the stage's edge.
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 30, { steps: 3 });
  await page.mouse.move(at.x, 5, { steps: 3 });
  await page.mouse.up();
  const beyond = ((await explorer.still()).y - after.y) * after.scale;
  expect(Math.abs(beyond - (at.y - 5))).toBeLessThan(1);
});

test("the wheel comes closer about the pointer", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("harbour"), 10);
  const petal = await explorer.pixel(world.id("stem-2"));
  const before = await explorer.camera();
  await page.mouse.move(petal.x, petal.y);
  await page.mouse.wheel(0, -200);
  await expect.poll(async () => (await explorer.camera()).scale).toBeGreaterThan(before.scale * 1.2);
  const near = await explorer.pixel(world.id("stem-2"));
  expect(Math.hypot(near.x - petal.x, near.y - petal.y), "what is under the pointer stays there").toBeLessThan(1);
  await page.mouse.wheel(0, 200);
  await expect.poll(async () => (await explorer.camera()).scale).toBeCloseTo(before.scale, 1);
  // However far one turns, the map stays in sight and the numbers finite.
  for (const way of [-4000, 4000]) {
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, way);
    const { x, y, scale } = await explorer.still();
    expect([x, y, scale].every(Number.isFinite)).toBe(true);
    await expect.poll(async () => (await explorer.counts())["marks"]).toBeGreaterThan(0);
  }
});

test("buttons come closer, go away, and show everything", async ({ page, explorer }) => {
  await explorer.open();
  const whole = await explorer.still();
  await explorer.tool("Closer").click();
  const closer = await explorer.still();
  expect(closer.scale / whole.scale).toBeCloseTo(1.6, 1);
  await explorer.tool("Further away").click();
  expect((await explorer.still()).scale).toBeCloseTo(whole.scale, 2);
  await explorer.tool("Closer").click();
  await explorer.tool("Closer").click();
  await explorer.fit.click();
  const again = await explorer.still();
  // Near what the first picture showed, which was drawn before the window's size was known.
  expect(again.scale / whole.scale).toBeCloseTo(1, 1);
  expect(Math.abs(again.x - whole.x) * whole.scale).toBeLessThan(12);
  await explorer.fit.click();
  expect(await explorer.still()).toEqual(again);
  // A window that changes keeps what is in the middle.
  await explorer.setCamera(whole.x + 3, whole.y - 2, whole.scale * 2);
  await page.setViewportSize({ width: 1000, height: 800 });
  const resized = await explorer.still();
  expect(resized.x).toBeCloseTo(whole.x + 3, 2);
  expect(resized.y).toBeCloseTo(whole.y - 2, 2);
});

test("the camera glides and can be stopped; it jumps where people ask for less motion", async ({ page, explorer }) => {
  await explorer.open();
  await explorer.still();
  // However long frames take, fifty milliseconds pass from one to the next.
  const scalesAfter = (name: string) =>
    page.evaluate(async (name) => {
      const root = document.querySelector("[data-explorer]") as Element & { explorer: { counts: () => { scale: number } } };
      let now = performance.now();
      performance.now = () => now;
      document.querySelector<HTMLElement>(`.explorer-tools [aria-label='${name}']`)!.click();
      const seen = new Set<number>();
      for (let frame = 0; frame < 20; frame++) {
        now += 50;
        await new Promise(requestAnimationFrame);
        seen.add(root.explorer.counts().scale);
      }
      Reflect.deleteProperty(performance, "now");
      return seen.size;
    }, name);
  expect(await scalesAfter("Closer"), "less motion: it jumps").toBe(1);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await scalesAfter("Further away"), "it glides").toBeGreaterThan(2);
  // A hand on the map stops it.
  const moved = await page.evaluate(async () => {
    const root = document.querySelector("[data-explorer]") as Element & { explorer: { counts: () => { scale: number } } };
    const stage = document.querySelector(".explorer-stage")!;
    let now = performance.now();
    performance.now = () => now;
    const frame = () => {
      now += 50;
      return new Promise(requestAnimationFrame);
    };
    const start = root.explorer.counts().scale;
    document.querySelector<HTMLElement>(".explorer-tools [data-act='zoom-in']")!.click();
    for (let tries = 0; tries < 60 && root.explorer.counts().scale === start; tries++) await frame();
    const box = stage.getBoundingClientRect();
    const at = { pointerId: 1, button: 0, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true };
    stage.dispatchEvent(new PointerEvent("pointerdown", { ...at, buttons: 1 }));
    const held = root.explorer.counts().scale;
    for (let passed = 0; passed < 20; passed++) await frame();
    const after = root.explorer.counts().scale;
    Reflect.deleteProperty(performance, "now");
    stage.dispatchEvent(new PointerEvent("pointerup", at));
    return { begun: held > start, stopped: after === held, short: held < start * 1.59 };
  });
  expect(moved).toEqual({ begun: true, stopped: true, short: true });
});

test("a click picks, a click beside it puts away", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("duet"));
  const at = await explorer.pixel(world.id("duet"));
  // A hand is never quite still.
  await page.mouse.move(at.x - 1, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 1, at.y + 1);
  await page.mouse.up();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("duet"));
  await expect(explorer.card).toContainText("Audio · world ana");
  await expect(explorer.card).toContainText("Made from 3 records");
  await expect(explorer.card).toContainText("From it came 1 record");
  await expect(explorer.card.getByRole("link", { name: "Open", exact: true })).toHaveAttribute("href", `/records/${world.id("duet")}`);
  await expect(explorer.card.getByRole("link", { name: "Its lineage" })).toHaveAttribute("href", `/records/${world.id("duet")}/lineage`);
  // The credit chain, in words, with the other ways up.
  const chain = explorer.card.getByRole("region", { name: "Credit chain" });
  await expect(chain.getByRole("listitem").nth(1)).toContainText("Stem 6 by world ana");
  await expect(chain).toContainText("One of 3 ways up");
  await chain.getByRole("button", { name: title("stone-3"), exact: true }).click();
  await expect(chain.getByRole("listitem").nth(1)).toContainText("Stone 3 by world ed");
  await expect(chain.getByRole("listitem").last()).toContainText(title("quarry"));
  await chain.getByRole("button", { name: /^Quarry sketches/ }).click();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("quarry"));
  await expect(explorer.card).toContainText("A root.");
  await expect.poll(() => explorer.hash().get("focus")).toBe(String(world.id("quarry")));

  await explorer.near(world.id("duet"), 60);
  const beside = await explorer.pixel(world.id("duet"));
  await page.mouse.click(beside.x, beside.y - 150);
  await expect(explorer.card).toBeHidden();
  await expect.poll(() => explorer.hash().get("focus")).toBeNull();
});

test("a label can be clicked like its record", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("harbour"), 30);
  const at = await explorer.pixel(world.id("harbour"));
  // The label stands above or below the mark; whatever is read there leads to the record.
  const hover = page.locator(".explorer-hover");
  let found = false;
  for (const dy of [-30, -24, -20, 20, 24, 30, 36]) {
    await page.mouse.move(at.x, at.y + dy);
    found = await expect(hover).toContainText(title("harbour"), { timeout: 1500 }).then(() => true, () => false);
    if (!found) continue;
    await page.mouse.click(at.x, at.y + dy);
    break;
  }
  expect(found).toBe(true);
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("harbour"));
});

test("a double click comes close", async ({ explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("branch-3"), 14);
  const at = await explorer.pixel(world.id("branch-5"));
  await explorer.doubleClick(at);
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("branch-5"));
  await expect.poll(async () => (await explorer.camera()).scale).toBeGreaterThan(20);
  const middle = await explorer.point();
  const now = await explorer.pixel(world.id("branch-5"));
  expect(Math.hypot(now.x - middle.x, now.y - middle.y)).toBeLessThan(1);
});

test("resting on a record shows what it is", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-4"));
  const hover = page.locator(".explorer-hover");
  const at = await explorer.pixel(world.id("stem-4"));
  await page.mouse.move(at.x, at.y);
  await expect(hover).toContainText(title("stem-4"));
  await expect(hover).toContainText("Audio by world ana, January 2026");
  await expect(hover).toContainText(`made from 1, ${descendants("stem-4").length} after`);
  await expect(explorer.card, "and picks nothing").toBeHidden();
  await page.keyboard.press("Escape");
  const away = await explorer.point(0.5, 0.95);
  await page.mouse.move(away.x, away.y);
  await expect(hover).toBeHidden();
});

test("the small map shows the whole and moves the view", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("harbour"), 30);
  const small = page.locator("canvas.explorer-minimap");
  const inked = () =>
    small.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set<number>();
      for (let at = 0; at < data.length; at += 4) colours.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
      return colours.size;
    });
  await expect.poll(inked, "several colours").toBeGreaterThan(4);
  const before = await explorer.camera();
  const box = (await small.boundingBox())!;
  await page.mouse.click(box.x + box.width * 0.2, box.y + box.height * 0.85);
  const after = await explorer.still();
  expect(after.scale).toBe(before.scale);
  expect(after.x).toBeLessThan(before.x);
  expect(after.y).toBeGreaterThan(before.y);
  // Dragged, it goes along.
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
  await page.mouse.down();
  const seen: number[] = [];
  for (const part of [0.4, 0.5, 0.6]) {
    await page.mouse.move(box.x + box.width * part, box.y + box.height * 0.5, { steps: 2 });
    seen.push((await explorer.still()).x);
  }
  await page.mouse.up();
  expect(seen[0]! < seen[1]! && seen[1]! < seen[2]!, seen.join()).toBe(true);
  expect((await explorer.still()).x).toBe(seen[2]);
});
