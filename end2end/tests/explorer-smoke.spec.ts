// The explorer on the server that all journeys share: also on PostgreSQL.
import { expect, test as base } from "./fixtures";
import { idOf, importCorpus } from "./corpus";
import { Explorer, rows } from "./explorer/explorer";

const test = base.extend<{ explorer: Explorer }>({ explorer: async ({ page }, use) => use(new Explorer(page)) });

/** A root, a chain of eight from it, and four petals; answers the corpus's name. */
function tree(project: string): string {
  const works = [{ id: "root", title: "Root of all", medium: "audio" as const, author: "ana" }];
  const links: [string, string][] = [];
  for (let n = 1; n <= 8; n++) {
    works.push({ id: `s${n}`, title: `Step ${n}`, medium: "audio", author: "bo" });
    links.push([`s${n}`, n === 1 ? "root" : `s${n - 1}`]);
  }
  const petals = Array.from({ length: 4 }, (_, n) => ({ id: `p${n}`, title: `Petal ${n}`, medium: "image" as const, author: "cy" }));
  return importCorpus(project, [...works, ...petals], [...links, ...petals.map(({ id }): [string, string] => [id, "root"])]);
}

test("a lineage is walked, filtered, selected and exported @smoke", async ({ page, explorer, problems }, info) => {
  const corpus = tree(info.project.name);
  const id = await idOf(page.request, corpus, "s4");
  // The map hears of an import a moment later.
  await expect.poll(async () => {
    const map = await page.request.get("/api/v1/map");
    if (!map.ok()) return 0;
    const { epoch } = (await map.json()) as { epoch: string };
    return (await page.request.get(`/api/v1/map/${epoch}/lineage?record=${id}`)).status();
  }, { timeout: 30_000 }).toBe(200);
  await explorer.open(`/records/${id}/lineage`);
  await explorer.stage.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Step 3");
  await explorer.card.getByRole("button", { name: "Select branch" }).click();
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("6 records selected");
  const csv = await page.request.get((await explorer.selection.getByRole("link", { name: "CSV" }).getAttribute("href"))!);
  expect(rows(await csv.text()).map((row) => row[1]).sort()).toEqual(["Step 3", "Step 4", "Step 5", "Step 6", "Step 7", "Step 8"]);
  await page.locator(".sheet-toggle").click();
  await page.getByText("More filters").click();
  await page.getByLabel("Words").fill("Root");
  await expect(page.locator("[data-count]")).toHaveText("1 of 9 records");
  // While others publish, the map may have been laid out anew: that is heard, and mended.
  expect(problems.splice(0).filter((problem) => !problem.includes("410"))).toEqual([]);
});

test("the map finds a record, selects its branch and exports it @smoke", async ({ page, explorer, problems }, info) => {
  const corpus = tree(info.project.name);
  const id = await idOf(page.request, corpus, "root");
  await expect.poll(async () => {
    const map = await page.request.get("/api/v1/map");
    if (!map.ok()) return 0;
    const { epoch } = (await map.json()) as { epoch: string };
    return (await page.request.get(`/api/v1/map/${epoch}/find?record=${id}`)).status();
  }, { timeout: 30_000 }).toBe(200);
  // Other journeys publish at the same time, and with few records the map is laid out anew again and again.
  const again = explorer.notices.getByRole("button", { name: "Load it again" });
  await page.goto(`/map#focus=${id}&subtree=${id}`);
  await expect(async () => {
    if (await again.isVisible()) await again.click();
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("Root of all", { timeout: 3_000 });
    await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("13 records selected", { timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
  problems.splice(0);
  for (const [name, count] of [["GraphML", 13], ["GEXF", 13]] as const) {
    const file = await page.request.get((await explorer.selection.getByRole("link", { name, exact: true }).getAttribute("href"))!);
    expect((await file.text()).match(/<node /g)).toHaveLength(count);
  }
});
