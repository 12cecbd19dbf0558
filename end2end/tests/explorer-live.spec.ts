// A map that changes while one looks at it.
import { expect } from "./fixtures";
import { type Corpus, type Detail, fresh as test } from "./explorer/explorer";
import { publish } from "./making";

/** A tree that others go on with: few records, so that a new one shows. */
function tree(count: number): Corpus {
  const corpus: Corpus = { works: [{ id: "root", title: "The root", medium: "audio" }], links: [] };
  for (let n = 1; n < count; n++) {
    corpus.works.push({ id: `w${n}`, title: `Work ${n}`, medium: n % 2 ? "image" : "text" });
    corpus.links.push([`w${n}`, n < 12 ? (n === 1 ? "root" : `w${n - 1}`) : "root"]);
  }
  return corpus;
}

/** Ids by title. */
async function byTitle(url: string) {
  const answer = (await (await fetch(`${url}/api/v1/records?limit=100`)).json()) as { records: { id: number; title: string }[] };
  return new Map(answer.records.map((record) => [record.title, record.id]));
}

test.describe("with sixty records", () => {
  test.use({ corpus: tree(60) });

  test("remixes by others appear without a reload, and nothing that was there moves", async ({ page, explorer, own, another, makeMember }) => {
    await explorer.open();
    const ids = await byTitle(own.url);
    expect(ids.size).toBe(60);
    const places = () => Promise.all([...ids.values()].map(async (id) => [id, (await explorer.detail(id)).at] as const));
    await explorer.near(ids.get("Work 5")!, 16);
    const before = { camera: await explorer.camera(), places: await places(), epoch: await explorer.epoch(), marks: (await explorer.counts())["marks"]! };
    await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));

    const other = await another(makeMember());
    const made = await publish(other, { title: "A remix by another", sources: [{ id: ids.get("Work 5")! }] });
    await expect(explorer.notices).toContainText("1 new record just appeared.");
    await expect(page.locator("[data-count]")).toHaveText("61 records");
    await expect.poll(async () => (await explorer.counts())["marks"]).toBe(before.marks + 1);
    expect(await explorer.still(), "the camera stays").toEqual(before.camera);
    expect(await places(), "every record stays").toEqual(before.places);
    expect(await explorer.epoch()).toBe(before.epoch);
    expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same), "the page was not loaded again").toBe(true);

    // The new one is a record like any other: it is found, picked by a click, and walked to.
    const at = await explorer.pixel(made);
    await page.mouse.click(at.x, at.y);
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("A remix by another");
    await explorer.stage.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Work 5");
    await explorer.jump("A remix by another");

    // And a remix of the new one.
    await publish(other, { title: "Second generation", sources: [{ id: made }] });
    await expect(page.locator("[data-count]")).toHaveText("62 records");
    expect(await places()).toEqual(before.places);
    await explorer.jump("Second generation");
  });

  test("a lost connection is told, what is there works, and it comes back", async ({ page, explorer, own, problems, another, makeMember }) => {
    test.slow();
    await explorer.open();
    const ids = await byTitle(own.url);
    const member = makeMember();
    await own.stop();
    await expect(explorer.notices).toContainText("The connection is lost. What you see stays", { timeout: 15_000 });
    const before = await explorer.still();
    await explorer.tool("Closer").click();
    expect((await explorer.still()).scale).toBeGreaterThan(before.scale);
    await page.getByRole("checkbox", { name: "Audio" }).check();
    await expect(explorer.notices).toContainText("The server could not be reached.");
    await own.start();
    await explorer.notices.getByRole("button", { name: "Try again" }).press("Enter");
    await expect(explorer.stage, "the notice is gone, the focus is not lost").toBeFocused();
    await expect(page.locator("[data-count]")).toHaveText("1 of 60 records");
    await expect(explorer.notices).not.toContainText("The connection is lost.", { timeout: 15_000 });
    const other = await another(member);
    await publish(other, { title: "After the silence", sources: [{ id: ids.get("Work 5")! }] });
    await expect(explorer.notices).toContainText("1 new record just appeared.");
    expect(problems.splice(0).filter((problem) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch/.test(problem))).toEqual([]);
  });

  test("a stream that is refused is asked for again, and what was published meanwhile appears", async ({ page, explorer, own, problems, another, makeMember }) => {
    test.slow();
    let refusing = true;
    let asked = 0;
    await page.route("**/api/v1/map/live", async (route) => {
      asked++;
      if (refusing) await route.fulfill({ status: 503, body: "" });
      else await route.continue();
    });
    await explorer.open();
    const ids = await byTitle(own.url);
    await expect.poll(() => asked).toBe(1);
    await publish(await another(makeMember()), { title: "Nobody heard of it", sources: [{ id: ids.get("Work 5")! }] });
    await expect(explorer.notices).toContainText("The connection is lost.", { timeout: 15_000 });
    refusing = false;
    await expect(explorer.notices).toContainText("1 new record just appeared.", { timeout: 30_000 });
    await expect(explorer.notices).not.toContainText("The connection is lost.");
    expect(asked).toBeGreaterThan(1);
    // A browser has six connections to a site for all of its pages: one that nobody looks at holds none.
    const look = (hidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    const before = asked;
    const closed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/map/live"));
    await look(true);
    await closed;
    await publish(await another(makeMember()), { title: "While nobody looked", sources: [{ id: ids.get("Work 5")! }] });
    await look(false);
    await expect.poll(() => asked).toBe(before + 1);
    await expect(page.locator("[data-count]")).toHaveText("62 records");
    expect(problems.splice(0).filter((problem) => !problem.includes("503"))).toEqual([]);
  });

  test("no record is missed where one answer fails and others come meanwhile", async ({ page, explorer, own, problems, another, makeMember }) => {
    test.slow();
    const ids = await byTitle(own.url);
    const other = await another(makeMember());
    let go = () => {};
    const held = new Promise<void>((done) => (go = done));
    let asked = 0;
    await page.route(/\/api\/v1\/map\/[^/]+\/new\?/, async (route) => {
      asked++;
      if (asked > 1) return route.continue();
      await held;
      await route.fulfill({ status: 503, body: "" });
    });
    await explorer.open();
    await publish(other, { title: "The first", sources: [{ id: ids.get("Work 5")! }] });
    await expect.poll(() => asked).toBe(1);
    await publish(other, { title: "The second", sources: [{ id: ids.get("Work 5")! }] });
    go();
    await expect(page.locator("[data-count]")).toHaveText("62 records", { timeout: 20_000 });
    expect(problems.splice(0).filter((problem) => !problem.includes("503"))).toEqual([]);
  });

  test("a new remix is told wherever its source is shown", async ({ page, explorer, own, another, makeMember }) => {
    await explorer.open();
    const ids = await byTitle(own.url);
    const last = ids.get("Work 11")!;
    await explorer.jump("Work 11");
    await expect(explorer.card).toContainText("Nobody has remixed it yet.");
    await page.keyboard.press("ArrowLeft");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Work 10");
    await explorer.card.getByRole("button", { name: "Select branch" }).click();
    await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("2 records selected");
    await explorer.stage.focus();
    await page.keyboard.press("ArrowRight");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Work 11");
    await expect(explorer.row("Work 11")).not.toHaveAttribute("aria-expanded");
    const made = await publish(await another(makeMember()), { title: "Made of the last", sources: [{ id: last }] });
    await expect(explorer.notices).toContainText("1 new record just appeared.");
    await expect(explorer.card).not.toContainText("Nobody has remixed it yet.");
    await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("3 records selected");
    await expect.poll(async () => (await explorer.counts())["selected"]).toBe(3);
    await expect(explorer.row("Work 11")).toHaveAttribute("aria-expanded", "false");
    await explorer.stage.focus();
    await page.keyboard.press("ArrowRight");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Made of the last");
    // A root of its own stands in the list.
    await publish(await another(makeMember()), { title: "A tree begins" });
    await expect(explorer.row("A tree begins")).toHaveCount(1);
    expect(made).toBeGreaterThan(last);
  });

  test("what is withdrawn stays as a tombstone", async ({ page, explorer, own, another, makeMember }) => {
    const root = (await byTitle(own.url)).get("The root")!;
    const other = await another(makeMember());
    const gone = await publish(other, { title: "To be withdrawn", sources: [{ id: root }] });
    const after = await publish(other, { title: "Made from it", sources: [{ id: gone }] });
    await other.request.post("/records/withdraw", { form: { id: String(gone) }, headers: { origin: new URL(own.url).origin } });
    await explorer.open(`/records/${after}/lineage`);
    await expect(page.locator("#before")).toContainText("withdrawn");
    await explorer.stage.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Made from it");
    await page.keyboard.press("ArrowLeft");
    await expect(explorer.card).toContainText("· withdrawn");
    await explorer.open("/map");
    await page.goto(`/map#focus=${gone}`);
    await explorer.alive();
    await expect(explorer.card).toContainText("· withdrawn");
    const detail = (await (await page.request.get(`/api/v1/map/${await explorer.epoch()}/find?record=${gone}`)).json()) as Detail & { withdrawn: boolean };
    expect(detail.withdrawn).toBe(true);
  });

  test("what is withdrawn while one looks shows as a tombstone, here and in pages opened later", async ({ page, explorer, own, another, makeMember }) => {
    const other = await another(makeMember());
    const root = (await byTitle(own.url)).get("The root")!;
    const made = await publish(other, { title: "Soon gone", sources: [{ id: root }] });
    await explorer.open(`/map#focus=${made}`);
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Soon gone");
    await expect(explorer.card).not.toContainText("withdrawn");
    expect((await explorer.counts())["withdrawn"]).toBe(0);
    await other.request.post("/records/withdraw", { form: { id: String(made) }, headers: { origin: new URL(own.url).origin } });
    await expect(explorer.card).toContainText("· withdrawn");
    await expect.poll(async () => (await explorer.counts())["withdrawn"]).toBe(1);
    await page.goto("about:blank");
    await explorer.open("/map");
    await expect.poll(async () => (await explorer.counts())["withdrawn"]).toBe(1);
  });
});

test.describe("with eight records", () => {
  test.use({ corpus: tree(8) });

  test("a map laid out anew says so, and stays until it is loaded again", async ({ page, explorer, own, another, makeMember, problems }) => {
    await explorer.open();
    const root = (await byTitle(own.url)).get("The root")!;
    const epoch = await explorer.epoch();
    await explorer.jump("The root");
    const near = (await byTitle(own.url)).get("Work 5")!;
    await explorer.near(near, 60);
    const there = await explorer.pixel(near);
    const other = await another(makeMember());
    for (let n = 0; n < 3; n++) await publish(other, { title: `New ${n}`, sources: [{ id: root }] });
    await expect(explorer.notices).toContainText("The map was laid out anew.");
    expect((await explorer.counts())["marks"]).toBeGreaterThanOrEqual(8);
    // One comes back to the same record, as near and as far from the middle.
    await explorer.notices.getByRole("button", { name: "Load it again" }).click();
    // While the page is loaded again there is none.
    await expect.poll(() => explorer.epoch().catch(() => epoch)).not.toBe(epoch);
    await explorer.alive();
    const here = await explorer.pixel(near);
    expect(Math.hypot(here.x - there.x, here.y - there.y)).toBeLessThan(3);
    expect((await explorer.camera()).scale).toBeCloseTo(60, 1);
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("The root");
    await expect(page.locator("[data-count]")).toHaveText("11 records");
    await expect(explorer.notices).not.toContainText("laid out anew. What you see");
    // A tile of the old one answers that it is gone.
    problems.splice(0);
  });
});


test.describe("with nothing", () => {
  test("an empty map says what to do @plain", async ({ page }) => {
    expect((await page.goto("/map"))?.status()).toBe(200);
    await expect(page.getByRole("heading", { name: "Nothing grows here yet" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "Put up a record" })).toBeVisible();
    await expect(page.locator("[data-explorer]")).toHaveCount(0);
  });
});

test.describe("with one record", () => {
  test.use({ corpus: { works: [{ id: "only", title: "The only one" }], links: [] } });

  test("a map of one record is a map", async ({ page, explorer, own }) => {
    await explorer.open();
    await expect.poll(async () => (await explorer.counts())["marks"]).toBe(1);
    await expect(page.locator("[data-count]")).toHaveText("1 record");
    const only = (await byTitle(own.url)).get("The only one")!;
    const at = await explorer.pixel(only);
    const box = (await explorer.stage.boundingBox())!;
    expect(at.x > box.x && at.x < box.x + box.width && at.y > box.y && at.y < box.y + box.height).toBe(true);
    await explorer.jump("The only one");
    await expect(explorer.card).toContainText("A root. Nobody has remixed it yet.");
    await explorer.stage.focus();
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "c", "Home", "0", "+", "-"]) await page.keyboard.press(key);
    await explorer.still();
    await expect(page.getByRole("slider", { name: "Show what was published by" }), "no time passes").toHaveCount(0);
    await page.goto(`/records/${only}/lineage`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("The only one");
    await expect(page.locator("#before")).toContainText("It is a root");
  });
});
