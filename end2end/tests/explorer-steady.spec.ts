// What one sees stays what it is: before the canvas draws, while sizes change, while time passes, and in links.
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { test } from "./explorer/explorer";
import { title } from "./explorer/world";

test("until the canvas shows, the picture's links lead where they say", async ({ page, world, problems }) => {
  await page.route(/\/api\/v1\/map\/[^/]+\/tiles\//, () => {});
  for (const how of ["pointer", "key"] as const) {
    await page.goto("/map");
    await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
    await expect(page.locator(".explorer.is-alive")).toBeVisible();
    const link = page.locator(`.explorer-stage svg:visible a[href='/records/${world.id("harbour")}/lineage']`).first();
    if (how === "pointer") {
      const box = (await link.locator("path, circle, rect, use, polygon").first().boundingBox())!;
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    } else {
      await link.focus();
      await page.keyboard.press("Enter");
    }
    await expect(page).toHaveURL(`/records/${world.id("harbour")}/lineage`);
  }
  problems.splice(0);
});

test("what is shown whole stays whole as the window changes, and a glide arrives", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-5"), 30);
  await explorer.fit.click();
  await explorer.still();
  await page.setViewportSize({ width: 900, height: 640 });
  const after = await explorer.still();
  await explorer.fit.click();
  expect(await explorer.still(), "it was fitted already").toEqual(after);
  // A window that changes on the way does not end it midway.
  const to = (await explorer.detail(world.id("stem-5"))).at;
  await page.getByRole("combobox", { name: "Jump to a record or member" }).fill(title("stem-5"));
  await expect(page.getByRole("option").first()).toContainText(title("stem-5"));
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await explorer.camera()).scale !== after.scale, { intervals: [10] }).toBe(true);
  await page.setViewportSize({ width: 1000, height: 700 });
  const there = await explorer.still();
  expect(there.x).toBeCloseTo(to[0] / 64, 1);
  expect(there.y).toBeCloseTo(to[1] / 64, 1);
});

test("a link's place holds though the window changes before anything is drawn", async ({ page, explorer, world }) => {
  let go = () => {};
  const held = new Promise<void>((done) => (go = done));
  await page.route(/\/api\/v1\/map\/[^/]+\/tiles\//, async (route) => {
    await held;
    await route.continue();
  });
  const { epoch } = (await (await page.request.get("/api/v1/map")).json()) as { epoch: string };
  const [x, y] = (await (await page.request.get(`/api/v1/map/${epoch}/find?record=${world.id("stem-5")}`)).json() as { at: [number, number] }).at;
  await page.goto(`/map#at=${(x / 64).toFixed(2)},${(y / 64).toFixed(2)},20.0000&epoch=${epoch}`);
  await expect.poll(async () => (await explorer.counts())["scale"]).toBe(20);
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.waitForTimeout(100);
  go();
  await explorer.alive();
  const there = await explorer.still();
  expect(there.scale).toBe(20);
  expect(there.x).toBeCloseTo(x / 64, 1);
});

test("a moment of time is told as such, and a license that is not offered is kept", async ({ page, explorer, world }) => {
  await explorer.open();
  const slider = page.getByRole("slider", { name: "Show what was published by" });
  await slider.fill("1500");
  await expect.poll(() => explorer.hash().get("until")).not.toBeNull();
  expect(new Date(Number(explorer.hash().get("until"))).getUTCFullYear()).toBe(2026);
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await explorer.alive();
  await expect(slider).toHaveValue("1500");

  await page.goto("about:blank");
  await page.goto("/map#license=Rare-1.0");
  await explorer.alive();
  await expect(page.getByLabel("License")).toHaveValue("Rare-1.0");
  await page.getByRole("checkbox", { name: "Audio" }).check();
  await expect.poll(() => explorer.hash().get("medium")).toBe("audio");
  expect(explorer.hash().get("license")).toBe("Rare-1.0");
  expect(world.id("harbour")).toBeGreaterThan(0);
});

test("while time plays the address rests, and the button says what it does", async ({ page, explorer }) => {
  await page.addInitScript(() => {
    const counted = window as unknown as { writes: number };
    counted.writes = 0;
    const replace = history.replaceState.bind(history);
    history.replaceState = (...given) => {
      counted.writes++;
      replace(...given);
    };
  });
  await explorer.open();
  await explorer.still();
  await page.waitForTimeout(300);
  const writes = () => page.evaluate(() => (window as unknown as { writes: number }).writes);
  const before = await writes();
  const play = page.locator("[data-act='play']");
  await expect(play).not.toHaveAttribute("aria-pressed");
  await play.click();
  await expect(play).toHaveText("Pause");
  await page.waitForTimeout(1_500);
  expect(await writes()).toBe(before);
  await play.click();
  await expect(play).toHaveText("Play");
  await expect.poll(writes).toBeGreaterThan(before);
  await expect.poll(() => explorer.hash().get("until")).not.toBeNull();
});

test("without a clipboard the link is shown, selected", async ({ page, explorer, world }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }));
  await explorer.open();
  await explorer.jump(title("stem-5"));
  await page.getByLabel("Share what is seen").click();
  await page.getByRole("button", { name: "Copy link" }).click();
  const field = explorer.notices.getByRole("textbox", { name: "Link to what you see" });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(new RegExp(`/map#.*focus=${world.id("stem-5")}`));
  expect(await page.evaluate(() => getSelection()!.toString())).toContain("/map#");
  await explorer.notices.getByRole("button", { name: "Close" }).click();
  await expect(field).toHaveCount(0);
});

const small = (page: Page) => page.locator(".explorer-minimap").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test("the small map shows what the large one does", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-5"), 20);
  await expect(page.locator(".explorer-minimap")).toBeVisible();
  let last = await small(page);
  const changes = async (what: string) => {
    await expect.poll(() => small(page), what).not.toBe(last);
    await page.waitForTimeout(400);
    last = await small(page);
  };
  await page.getByRole("checkbox", { name: "Video" }).check();
  await changes("a filter");
  await page.getByRole("checkbox", { name: "Video" }).uncheck();
  await changes("no filter");
  await page.getByRole("slider", { name: "Show what was published by" }).fill("600");
  await changes("time");
  await page.getByRole("slider", { name: "Show what was published by" }).fill("4095");
  await changes("all time");
  const at = await explorer.pixel(world.id("stem-5"));
  await page.mouse.click(at.x, at.y);
  await changes("a focus");
});

test("what is told at the pointer does not stay behind where the view zooms", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-5"), 24);
  const at = await explorer.pixel(world.id("stem-5"));
  await page.mouse.move(at.x + 3, at.y);
  const told = page.locator(".explorer-hover");
  await expect(told).toContainText(title("stem-5"));
  await page.mouse.wheel(0, -240);
  await expect(told).toBeHidden();
  await explorer.still();
});

test("one who jumps to what is not shown is told, and can see it", async ({ page, explorer }) => {
  await explorer.open();
  await page.getByRole("checkbox", { name: "Video" }).check();
  await expect(page.locator("[data-count]")).toContainText(" of ");
  await explorer.jump(title("harbour"));
  await expect(explorer.notices).toContainText("The filter leaves it out: “Harbour lights”.");
  await explorer.notices.getByRole("button", { name: "Show it" }).click();
  await expect(page.getByRole("checkbox", { name: "Video" })).not.toBeChecked();
  await expect(explorer.notices).not.toContainText("leaves it out");
  await page.getByRole("slider", { name: "Show what was published by" }).fill("100");
  await explorer.jump(title("after-duet"));
  await expect(explorer.notices).toContainText("It is later than the time that is shown: “After the duet”.");
  await explorer.jump(title("harbour"));
  await expect(explorer.notices).not.toContainText("It is later");
});

test("every picture in view is asked for, not only the first few", async ({ page, explorer, world }) => {
  const asked = new Set<number>();
  page.on("request", (request) => {
    const index = /\/api\/v1\/map\/[^/]+\/records\/(\d+)$/.exec(request.url());
    if (index) asked.add(Number(index[1]));
  });
  await explorer.open();
  await explorer.near(world.id("harbour"), 80);
  const petals = await Promise.all(Array.from({ length: 20 }, async (_, n) => (await explorer.detail(world.id(`petal-${n}`))).index));
  const camera = await explorer.still();
  const box = (await explorer.stage.boundingBox())!;
  const seen: number[] = [];
  for (const [n, index] of petals.entries()) {
    const [x, y] = (await explorer.detail(world.id(`petal-${n}`))).at;
    const inside = Math.abs(x / 64 - camera.x) * camera.scale < box.width / 2 && Math.abs(y / 64 - camera.y) * camera.scale < box.height / 2;
    if (inside) seen.push(index);
  }
  expect(seen.length).toBeGreaterThan(12);
  await expect.poll(() => seen.filter((index) => !asked.has(index))).toEqual([]);
});

test.describe("on a screen of two pixels a point", () => {
  test.use({ deviceScaleFactor: 2 });

  test("marks stand where they are hit, and are drawn as sharp", async ({ page, explorer, world }) => {
    await explorer.open();
    await explorer.near(world.id("stem-5"), 24);
    const [box, size] = [(await explorer.stage.boundingBox())!, await page.locator(".explorer-stage canvas").first().evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height])];
    expect(size).toEqual([Math.round(box.width * 2), Math.round(box.height * 2)]);
    for (const id of ["stem-5", "stem-6", "leaf-5"]) {
      const at = await explorer.pixel(world.id(id));
      // There is ink where the record stands.
      const ink = await page.evaluate(([x, y]) => {
        const canvas = document.querySelector<HTMLCanvasElement>(".explorer-stage canvas")!;
        const bounds = canvas.getBoundingClientRect();
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true })!;
        copy.drawImage(canvas, 0, 0);
        const pixel = (x: number, y: number) => [...copy.getImageData(Math.round((x - bounds.left) * 2), Math.round((y - bounds.top) * 2), 1, 1).data].join();
        return [pixel(x!, y!), pixel(bounds.left + 3, bounds.bottom - 3)];
      }, [at.x, at.y]);
      expect(ink[0], id).not.toBe(ink[1]);
      await page.mouse.click(at.x, at.y);
      await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title(id));
    }
    const small = (await page.locator(".explorer-minimap").boundingBox())!;
    expect(small.width, "however often it is drawn").toBeLessThan(180);
  });
});
