import { awake, expect, expectAccessible } from "./fixtures";
import { test } from "./explorer/explorer";
import { title } from "./explorer/world";

test("the map is in the first HTML: a picture, a legend, the largest trees, ways on @noscript", async ({ page, world }) => {
  expect((await page.goto("/map"))?.status()).toBe(200);
  await expect(page).toHaveTitle("Map · Understory");
  const picture = page.locator(".explorer-stage svg:visible");
  await expect(picture).toBeVisible();
  expect(await picture.locator("a").count()).toBeGreaterThan(60);
  await expect(picture.locator(`a[href='/records/${world.id("harbour")}/lineage']`).first()).toBeVisible();
  await expect(page.locator(".explorer-stage canvas")).toHaveCount(0);
  const legend = page.getByRole("form", { name: "What is shown" });
  for (const medium of ["Text", "Image", "Audio", "Video", "Code"]) await expect(legend.getByRole("checkbox", { name: medium })).toBeVisible();
  const rows = page.getByRole("table", { name: "As a list" }).getByRole("row");
  await expect(rows.nth(1)).toContainText(title("crowd"));
  await expect(rows.nth(1)).toContainText("510");
  await expect(page.getByRole("link", { name: "All records, most remixed first" })).toHaveAttribute("href", "/records?sort=remixes");
  // What needs the script is not offered.
  await expect(page.getByRole("toolbar", { name: "Picture" })).toBeHidden();
  await expect(page.getByRole("slider")).toHaveCount(0);
  await legend.getByRole("checkbox", { name: "Code" }).check();
  await legend.getByRole("button", { name: "Show as a list" }).click();
  await expect(page).toHaveURL(/\/records\?.*medium=code/);
  await expect(page.getByRole("link", { name: title("step-60") }).first()).toBeVisible();
});

test("the canvas takes over without a jump", async ({ page, explorer, world }) => {
  // The script waits until the first picture was measured.
  let go = () => {};
  const measured = new Promise<void>((done) => (go = done));
  await page.route(/explorer_bg.*\.wasm/, async (route) => {
    await measured;
    await route.continue();
  });
  await page.goto("/map");
  const picture = page.locator(".explorer-stage svg").first();
  const mark = picture.locator(`a[href='/records/${world.id("harbour")}/lineage']`).locator("path, circle, rect, use").first();
  await expect(picture).toBeVisible();
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  const before = (await mark.boundingBox())!;
  const bounds = await explorer.stage.boundingBox();
  go();
  await explorer.alive();
  await expect(picture).toBeHidden();
  await expect(page.locator(".explorer-stage canvas")).toBeVisible();
  expect(await explorer.stage.boundingBox(), "the stage stays where it is").toEqual(bounds);
  const after = await explorer.pixel(world.id("harbour"));
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
  expect(Math.hypot(after.x - x, after.y - y), `from ${x}, ${y} to ${after.x}, ${after.y}`).toBeLessThan(Math.max(before.width, before.height));
});

test("nothing runs while nothing changes", async ({ page, explorer }) => {
  await page.addInitScript(() => {
    const ask = window.requestAnimationFrame.bind(window);
    const counter = window as unknown as { frames: number };
    counter.frames = 0;
    window.requestAnimationFrame = (work) => {
      counter.frames++;
      return ask(work);
    };
  });
  await explorer.open();
  await explorer.still();
  const frames = () => page.evaluate(() => (window as unknown as { frames: number }).frames);
  // What was still to come, such as letters, has come at some time; from then on nothing runs.
  await expect
    .poll(async () => {
      const before = await frames();
      await page.waitForTimeout(1_500);
      return (await frames()) - before;
    }, { timeout: 20_000 })
    .toBe(0);
});

test("the explorer's script is loaded only where there is one", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/records");
  await awake(page);
  expect(asked.filter((url) => /explorer/.test(url))).toEqual([]);
  await page.goto("/map");
  await awake(page);
  expect(asked.filter((url) => /explorer_bg.*\.wasm/.test(url))).toHaveLength(1);
});

test("the map breaks no rule of accessibility and fits every width @plain", async ({ page }) => {
  await page.goto("/map");
  await expectAccessible(page);
});
