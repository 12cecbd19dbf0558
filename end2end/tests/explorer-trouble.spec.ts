// What goes wrong, and what remains.
import { awake, expect, expectAccessible, expectFits, turnPage } from "./fixtures";
import { type Corpus, fresh, test } from "./explorer/explorer";
import { strange, title } from "./explorer/world";

/** So many records that they take tiles of several levels. */
const deep: Corpus = { works: [], links: [] };
for (let n = 0; n < 2_800; n++) {
  const at = n % 70;
  deep.works.push({ id: `w${n}`, title: at === 0 ? `Tree ${n / 70}` : `Work ${n}` });
  if (at > 0) deep.links.push([`w${n}`, `w${at % 3 === 0 ? n - at : n - 1}`]);
}

fresh.describe("with several levels", () => {
  fresh.use({ corpus: deep });

  fresh("a part that fails to load is told, tried again, and the rest works", async ({ page, explorer, problems }) => {
    let failing = true;
    let asked = 0;
    await page.route(/\/api\/v1\/map\/[^/]+\/tiles\/(?!0\/)/, async (route) => {
      asked++;
      if (failing) await route.abort();
      else await route.continue();
    });
    await page.goto("/map");
    await awake(page);
    const notice = explorer.notices.getByText("Part of the map could not be loaded. The rest works.");
    await page.getByRole("combobox", { name: "Jump to a record or member" }).fill("Tree 17");
    await expect(page.getByRole("option").first()).toContainText("Tree 17");
    await page.keyboard.press("Enter");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Tree 17");
    await expect(notice).toBeVisible();
    const few = (await explorer.counts())["marks"]!;
    expect(few, "what the first tile holds is drawn").toBeGreaterThan(0);
    await explorer.card.getByRole("button", { name: "Select branch" }).click();
    await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("70 records selected");
    // It is tried again by itself, after growing pauses.
    const before = asked;
    await expect.poll(() => asked, { timeout: 12_000 }).toBeGreaterThan(before);
    failing = false;
    await explorer.notices.getByRole("button", { name: "Try again" }).click();
    await expect(notice).toBeHidden();
    await expect.poll(async () => (await explorer.counts())["failed"]).toBe(0);
    await expect.poll(async () => (await explorer.counts())["marks"]).toBeGreaterThan(few);
    expect(problems.splice(0).filter((problem) => !problem.includes("ERR_FAILED"))).toEqual([]);
  });
});

test("where nothing can be loaded the first picture stays until it can", async ({ page, explorer, problems }) => {
  let failing = true;
  await page.route(/\/api\/v1\/map\/[^/]+\/(tiles|labels)\//, (route) => (failing ? route.fulfill({ status: 500, body: "" }) : route.continue()));
  await page.goto("/map");
  await awake(page);
  await expect(explorer.notices).toContainText("Part of the map could not be loaded.");
  const picture = page.locator(".explorer-stage svg:visible");
  await expect(picture).toBeVisible();
  await expect(explorer.list).toBeVisible();
  failing = false;
  await explorer.alive();
  await expect(picture).toHaveCount(0);
  problems.splice(0);
});

test("a tile of nonsense is survived", async ({ page, explorer, problems }) => {
  let nonsense = true;
  await page.route(/\/api\/v1\/map\/[^/]+\/tiles\//, (route) => (nonsense ? route.fulfill({ status: 200, contentType: "application/octet-stream", body: Buffer.from("ffffffffffffffff0f00ff10", "hex") }) : route.continue()));
  await page.goto("/map");
  await awake(page);
  await expect(explorer.notices).toContainText("Part of the map could not be loaded.");
  await expect(page.locator(".explorer-stage svg:visible")).toBeVisible();
  nonsense = false;
  await explorer.notices.getByRole("button", { name: "Try again" }).click();
  await explorer.alive();
  expect(problems.splice(0)).toEqual([]);
});

for (const [name, lame] of [
  ["canvas", () => void (HTMLCanvasElement.prototype.getContext = () => null)],
  ["WebAssembly", () => void Reflect.deleteProperty(window, "WebAssembly")],
] as const) {
  test(`a browser without ${name} keeps the picture and the list`, async ({ page, world, problems }) => {
    await page.addInitScript(lame);
    const told = async () => {
      await awake(page);
      await expect.poll(() => problems.length, "the browser's console has the reason").toBeGreaterThan(0);
      problems.splice(0);
    };
    for (const path of ["/map", `/records/${world.id("duet")}/lineage`]) {
      await page.goto(path);
      await told();
      await expect(page.locator(".explorer-stage svg:visible")).toBeVisible();
      await expect(page.locator(".explorer-stage svg:visible a").first()).toBeVisible();
      await expect(page.locator(".explorer-stage canvas:visible")).toHaveCount(0);
      await expect(page.getByRole("toolbar", { name: "Picture" }), "what would do nothing is not offered").toBeHidden();
    }
    await page.goto("/map");
    await told();
    await turnPage(page.getByRole("table", { name: "As a list" }).getByRole("link", { name: title("crowd") }));
    await expect(page).toHaveURL(`/records/${world.id("crowd")}/lineage`);
    await told();
  });
}

test("titles of every kind are shown as they are, on the canvas, the card and the list", async ({ page, explorer, world }) => {
  for (const id of ["markup", "arabic", "long"] as const) {
    await explorer.open(`/map#focus=${world.id(id)}`);
    const heading = explorer.card.getByRole("heading", { level: 2 });
    await expect(heading).toContainText(strange[id].slice(0, 60));
    expect((await heading.innerText()).length).toBeLessThan(130);
    await expect(page.locator(".explorer script, .explorer img[src='x']")).toHaveCount(0);
    // The card stays within the window.
    const card = (await explorer.card.boundingBox())!;
    expect(card.x + card.width).toBeLessThanOrEqual(1280);
    const at = await explorer.pixel(world.id(id));
    await page.mouse.move(at.x, at.y);
    await expect(page.locator(".explorer-hover")).toContainText(strange[id].slice(0, 40));
    await expect(page.locator(".explorer-list")).toContainText(strange[id].slice(0, 60));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, id).toBeLessThanOrEqual(0);
  }
  await expect(explorer.card.locator("bdi").first(), "each title has its own direction").toBeVisible();
  for (const path of [`/map#focus=${world.id("long")}`, `/records/${world.id("arabic")}/lineage`]) {
    await page.goto("about:blank");
    await explorer.open(path);
    await expectFits(page);
  }
  await expectAccessible(page);
});
