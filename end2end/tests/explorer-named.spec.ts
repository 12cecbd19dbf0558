// What is filtered, selected or focused is drawn, however little hangs on it.
import { expect, signIn } from "./fixtures";
import { type Corpus, fresh as test } from "./explorer/explorer";
import { include, plan } from "./producing";

const RAYS = 4_000;
const RARE = 50;
const corpus: Corpus = { works: [{ id: "star", title: "The star", medium: "image" }], links: [] };
for (let n = 0; n < RAYS; n++) {
  corpus.works.push({ id: `s${n}`, title: n % 80 === 0 ? `Rarity ${n}` : `Ray ${n}`, author: `hand ${n % 5}`, medium: "text" });
  corpus.links.push([`s${n}`, "star"]);
}
test.use({ corpus });

test("all of a rare kind shows from far away, and what is walked to has its ring", async ({ page, explorer }) => {
  test.slow();
  await explorer.open();
  const before = await explorer.counts();
  expect(before["marks"], "the whole has more than one sees from here").toBeLessThan(RAYS);
  await page.getByText("More filters").click();
  await page.getByRole("searchbox", { name: "Words" }).fill("rarity");
  await expect(page.locator("[data-count]")).toHaveText(`${RARE} of 4,001 records`);
  await expect.poll(async () => (await explorer.counts())["marks"]).toBe(RARE);
  await page.locator(".show-form [data-act='clear-filter']").click();
  await expect.poll(async () => (await explorer.counts())["marks"]).toBe(before["marks"]);

  // The last ray is as light as any, and hangs on the star.
  const answer = await page.request.get(`/api/v1/records?external_id=own/s${RAYS - 1}`);
  const ray = ((await answer.json()) as { records: { id: number }[] }).records[0]!.id;
  await page.goto(`/map#records=${ray}`);
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("1 record selected");
  await expect.poll(async () => (await explorer.counts())["marks"]).toBe(before["marks"]! + 1);
  await page.goto(`/map#focus=${ray}`);
  await explorer.alive();
  await explorer.fit.click();
  await explorer.still();
  await expect.poll(async () => (await explorer.counts())["focused"], "its ring is seen").toBe(1);
});

test("a production's lineage is as wide as what flows through it, until one leaves it", async ({ page, explorer, makeMember }) => {
  test.slow();
  await signIn(page, makeMember("director"));
  const answer = await page.request.get("/api/v1/records?q=rarity&limit=30");
  const records = ((await answer.json()) as { records: { id: number }[] }).records.map((record) => record.id);
  expect(records).toHaveLength(30);
  const id = await plan(page, "Ferry");
  await include(page, id, records);
  await page.goto(`/productions/${id}`);
  await page.getByRole("link", { name: "See all of it on the map" }).click();
  await explorer.alive();
  const legend = page.locator("[data-flow]");
  await expect(legend).toContainText("The wider a line, the more of what “Ferry” includes came along it.");
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("30 records selected");
  await expect(explorer.selection).toContainText("What “Ferry” includes");
  await expect.poll(async () => (await explorer.counts())["marks"]).toBeGreaterThan(30);
  expect(explorer.hash().get("production")).toBe(String(id));
  await legend.getByRole("button", { name: "Leave it" }).click();
  await expect(legend).toBeHidden();
  await expect(explorer.selection).toBeHidden();
  expect(explorer.hash().get("production")).toBeNull();

  // What is selected goes into a production as well.
  await page.goto(`/map#records=${records[0]}`);
  await explorer.selection.getByRole("link", { name: "Include in a production" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Include in a production");
  await page.getByRole("link", { name: "Plan a new production with them" }).click();
  await page.getByLabel("Title").fill("From the map");
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.getByRole("main")).toContainText("Rarity");
});
