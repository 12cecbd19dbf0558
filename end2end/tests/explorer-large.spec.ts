// A long chain and a wide star. They are smaller than the largest that were looked at by hand (67,319 and 100,000), but
// go the same way: too large for one picture, several levels of detail, a stem in several rows, one enormous blossom.
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { type Corpus, type Explorer, fresh as test } from "./explorer/explorer";

const CHAIN = 6_000;
const STAR = 5_000;
const corpus: Corpus = { works: [], links: [] };
for (let n = 0; n < CHAIN; n++) {
  corpus.works.push({ id: `c${n}`, title: `Step ${n}`, author: `hand ${n % 9}`, medium: n % 2 ? "audio" : "code" });
  if (n > 0) corpus.links.push([`c${n}`, `c${n - 1}`]);
}
corpus.works.push({ id: "star", title: "The star", medium: "image" });
for (let n = 0; n < STAR; n++) {
  corpus.works.push({ id: `s${n}`, title: `Ray ${n}`, author: `hand ${n % 5}`, medium: "text" });
  corpus.links.push([`s${n}`, "star"]);
}
test.use({ corpus });

const heading = (explorer: Explorer) => explorer.selection.getByRole("heading", { level: 2 });
const title = (explorer: Explorer) => explorer.card.getByRole("heading", { level: 2 });

async function idOf(page: Page, work: string): Promise<number> {
  const answer = await page.request.get(`/api/v1/records?external_id=own/${work}`);
  return ((await answer.json()) as { records: { id: number }[] }).records[0]!.id;
}

/** The longest that the page did not answer while something was done, in milliseconds. */
async function longestPause(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const watched = window as unknown as { longest: number; watches: boolean };
    watched.longest = 0;
    watched.watches = true;
    let last = performance.now();
    const tick = () => {
      watched.longest = Math.max(watched.longest, performance.now() - last);
      last = performance.now();
      if (watched.watches) setTimeout(tick, 10);
    };
    tick();
  });
  await work();
  return page.evaluate(() => {
    const watched = window as unknown as { longest: number; watches: boolean };
    watched.watches = false;
    return watched.longest;
  });
}

test("a long chain is there at once, walked from both ends, and selected", async ({ page, explorer }) => {
  test.slow();
  const [root, middle, leaf] = [await idOf(page, "c0"), await idOf(page, `c${CHAIN / 2}`), await idOf(page, `c${CHAIN - 1}`)];
  for (const path of ["/map", ...[root, middle, leaf].map((id) => `/records/${id}/lineage`)]) {
    const html = await (await page.request.get(path)).text();
    expect(html.match(/<svg[^>]*class="lin-map/g)?.length, `${path}: a picture in the first HTML`).toBeGreaterThan(0);
  }
  for (const [id, step] of [[root, 0], [middle, CHAIN / 2], [leaf, CHAIN - 1]] as const) {
    await page.goto("about:blank");
    await explorer.open(`/records/${id}/lineage`);
    await expect(title(explorer)).toHaveText(`Step ${step}`);
    expect((await explorer.counts())["marks"]).toBeGreaterThan(50);
    await expect(explorer.list.locator("tr.is-focus")).toContainText(`Step ${step}`);
    const pause = await longestPause(page, async () => {
      if (step < CHAIN - 1) {
        await explorer.card.getByRole("button", { name: "Select branch" }).click();
        await expect(heading(explorer)).toHaveText(`${(CHAIN - step).toLocaleString("en")} records selected`);
      } else {
        await explorer.card.getByRole("button", { name: "Select what it came from" }).click();
        await expect(heading(explorer)).toHaveText(`${(CHAIN - 1).toLocaleString("en")} records selected`);
      }
      await explorer.fit.click();
      await explorer.still();
      await explorer.tool("Closer").click();
      await explorer.still();
    });
    expect(pause, "it never freezes").toBeLessThan(1_500);
  }
  // Step by step, and by the list.
  await explorer.stage.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(title(explorer)).toHaveText(`Step ${CHAIN - 2}`);
  await expect(explorer.list.locator("tr.is-focus")).toContainText(`Step ${CHAIN - 2}`);
  await page.keyboard.press("c");
  await expect(explorer.live).toHaveText("1 record folded away.");
});

test("a wide star is there at once, its rays are found, listed and selected", async ({ page, explorer }) => {
  test.slow();
  const [star, ray] = [await idOf(page, "star"), await idOf(page, "s4321")];
  await explorer.open(`/records/${star}/lineage`);
  await expect(title(explorer)).toHaveText("The star");
  const { marks, links } = (await explorer.counts()) as { marks: number; links: number };
  expect(marks).toBeGreaterThan(100);
  expect(links, "lines of petals out of view would fill the picture").toBeLessThanOrEqual(marks);
  const pause = await longestPause(page, async () => {
    await explorer.card.getByRole("button", { name: "Select branch" }).click();
    await expect(heading(explorer)).toHaveText(`${(STAR + 1).toLocaleString("en")} records selected`);
    await explorer.fit.click();
    await explorer.still();
  });
  expect(pause, "it never freezes").toBeLessThan(1_500);
  // The list opens some of them at a time, and leads to where all are.
  const row = explorer.row("The star").first();
  await row.focus();
  await page.keyboard.press("ArrowRight");
  const more = explorer.list.locator("tr.tree-more button");
  for (const left of [STAR - 25, STAR - 50, STAR - 75]) {
    await expect(more).toHaveText(`Show more; ${left.toLocaleString("en")} are not shown`);
    await more.click();
  }
  const rest = explorer.list.getByRole("link", { name: `See ${(STAR - 100).toLocaleString("en")} more on its page` });
  await expect(rest, "the map tells of a hundred").toHaveAttribute("href", `/records/${star}#remixes`);
  // A ray has a small lineage of its own, and a place among the others.
  await page.goto("about:blank");
  await explorer.open(`/records/${ray}/lineage`);
  await expect(page.locator(".explorer-lineage")).toBeVisible();
  expect((await explorer.counts())["marks"]).toBe(2);
  await explorer.open(`/map#focus=${ray}`);
  await expect(title(explorer)).toHaveText("Ray 4321");
  await explorer.stage.focus();
  // Arrows go on among thousands, beyond the hundred that are told of.
  await page.keyboard.press("ArrowDown");
  await expect(title(explorer)).toHaveText(/^Ray \d+$/);
  await expect(title(explorer)).not.toHaveText("Ray 4321");
  await page.keyboard.press("ArrowUp");
  await expect(title(explorer)).toHaveText("Ray 4321");
  await page.keyboard.press("ArrowLeft");
  await expect(title(explorer)).toHaveText("The star");
});
