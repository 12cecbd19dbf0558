// The lineage of one record: small ones where they stand, large ones on the map.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectFits } from "./fixtures";
import { test } from "./explorer/explorer";
import { ancestors, descendants, title } from "./explorer/world";

/** Where a record's mark stands in the picture from the server, on the page. */
async function markOf(page: Page, id: number): Promise<{ x: number; y: number }> {
  const mark = page.locator(`.explorer-stage svg:visible a[href='/records/${id}']`).locator("path, circle, rect, use, polygon").first();
  const box = (await mark.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("a lineage is a picture and words without a script @noscript", async ({ page, world }) => {
  expect((await page.goto(`/records/${world.id("duet")}/lineage`))?.status()).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Where “Duet of three” came from, where it went");
  const picture = page.locator(".explorer-stage svg:visible");
  await expect(picture.locator("a")).toHaveCount(ancestors("duet").length + descendants("duet").length + 1);
  await expect(page.locator("#before")).toContainText("What it was made from");
  for (const source of ["stem-6", "stone-3", "harbour"]) await expect(page.locator("#before").getByRole("link", { name: title(source), exact: true }).first()).toBeVisible();
  await expect(page.locator("#after").getByRole("link", { name: title("after-duet") })).toBeVisible();
  await expect(page.getByRole("toolbar")).toBeHidden();
  await page.locator("#after").getByRole("link", { name: title("after-duet") }).click();
  await expect(page).toHaveURL(`/records/${world.id("after-duet")}`);
});

test("a small lineage comes alive in place, without a jump", async ({ page, explorer, world }) => {
  let go = () => {};
  const measured = new Promise<void>((done) => (go = done));
  await page.route(/explorer_bg.*\.wasm/, async (route) => {
    await measured;
    await route.continue();
  });
  const id = world.id("duet");
  await page.goto(`/records/${id}/lineage`);
  await expect(page.locator(".lineage-wide svg")).toBeVisible();
  await expect(page.locator(".lineage-compact svg")).toBeHidden();
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  const stage = await explorer.stage.boundingBox();
  const before = await markOf(page, world.id("harbour"));
  const next = await page.locator("#before").boundingBox();
  go();
  await explorer.alive();
  await expect(page.locator(".explorer-stage svg:visible")).toHaveCount(0);
  expect(await explorer.stage.boundingBox()).toEqual(stage);
  expect(await page.locator("#before").boundingBox(), "what stands below stays").toEqual(next);
  // A click where the mark was picks the same record.
  await page.mouse.click(before.x, before.y);
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("harbour"));
  await expect(explorer.live).toContainText("Harbour lights, Audio by world ana");
});

test("a small lineage is walked, looked at closely, selected, and taken along", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id("duet")}/lineage`);
  await explorer.stage.focus();
  const heading = explorer.card.getByRole("heading", { level: 2 });
  await page.keyboard.press("ArrowRight");
  await expect(heading, "the record that the page is about comes first").toHaveText(title("duet"));
  await page.keyboard.press("ArrowRight");
  await expect(heading).toHaveText(title("after-duet"));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(heading).toHaveText(title("stem-6"));
  const whole = await explorer.still();
  await explorer.tool("Closer").click();
  expect((await explorer.still()).scale).toBeGreaterThan(whole.scale * 1.2);
  await explorer.fit.click();
  expect((await explorer.still()).scale).toBeCloseTo(whole.scale, 1);
  await explorer.stage.focus();
  await page.keyboard.press("s");
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("1 record selected");
  await explorer.card.getByRole("button", { name: "Select what it came from" }).click();
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText(`${ancestors("stem-6").length + 1} records selected`);
  await page.keyboard.press("Control+z");
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("1 record selected");
  const download = page.waitForEvent("download");
  await page.getByLabel("Share what is seen").click();
  await page.getByRole("button", { name: "Picture as SVG" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.svg$/);
});

test("a lineage of more than 500 shows the map at its record @plain", async ({ page, explorer, world }, info) => {
  const id = world.id("crowd");
  await page.goto(`/records/${id}/lineage`);
  const map = page.locator("[data-explorer='map']");
  await expect(map).toHaveAttribute("data-focus-id", String(id));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(title("crowd"));
  await expect(page.locator("#after")).toContainText("Remixes of it");
  if (info.project.name === "plain") {
    await expect(page.locator(".explorer-stage svg").first()).toBeVisible();
    return;
  }
  await explorer.alive();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("crowd"));
  const middle = await explorer.point();
  const at = await explorer.pixel(id);
  expect(Math.hypot(at.x - middle.x, at.y - middle.y)).toBeLessThan(1);
});

test("a record with 64 sources", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id("mosaic")}/lineage`);
  await expect(page.locator(".page-head")).toContainText("64 records before");
  await expect(page.locator("#before").getByRole("listitem")).toHaveCount(64);
  await explorer.stage.focus();
  await page.keyboard.press("ArrowRight");
  await expect(explorer.card).toContainText("Made from 64 records");
  await expect(explorer.card).toContainText("One of 64 ways up:");
  await expect(explorer.card).toContainText("and 52 more on its page");
  await expectFits(page);
  await explorer.open(`/map#focus=${world.id("mosaic")}`);
  await expect(explorer.card).toContainText("Made from 64 records");
  await expect(explorer.row(title("mosaic"))).toContainText("made from 64: Tile 0, Tile 1, Tile 2, Tile 3, …");
});

test("a chain is drawn, walked to its end, and told in words", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id("step-30")}/lineage`);
  await expect(page.locator(".page-head")).toContainText("30 records before, 30 after");
  await explorer.stage.focus();
  await page.keyboard.press("ArrowRight");
  const chain = explorer.card.getByRole("region", { name: "Credit chain" });
  await expect(chain.getByRole("listitem")).toHaveCount(7);
  await chain.getByRole("button", { name: /steps between/ }).click();
  await expect(chain.getByRole("button", { name: /^Step 15 of the chain/ })).toBeVisible();
  // On the map, too.
  await explorer.open(`/map#focus=${world.id("step-59")}`);
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("step-59"));
  await explorer.stage.focus();
  await page.keyboard.press("ArrowRight");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("step-60"));
  await page.keyboard.press("ArrowRight");
  await expect(explorer.live).toHaveText("Nobody has remixed it yet.");
});

test("lineages break no rule of accessibility and fit every width @plain", async ({ page, explorer, world }, info) => {
  test.slow();
  for (const work of ["duet", "crowd"]) {
    await page.goto(`/records/${world.id(work)}/lineage`);
    if (info.project.name !== "plain") {
      await explorer.alive();
      await explorer.stage.focus();
      if (work === "duet") await page.keyboard.press("ArrowRight");
      await expect(explorer.card).toBeVisible();
    }
    await expectAccessible(page);
    // The large one takes its time; its markup is the same without the script.
    if (work === "duet" || info.project.name === "plain") await expectFits(page);
  }
});
