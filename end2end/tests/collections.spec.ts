// Collections: made from a record, ordered by buttons and by hand, noted, private or public.
import { idOf, importCorpus } from "./corpus";
import { awake, expect, expectAccessible, expectFits, test, turnPage } from "./fixtures";
import type { Page } from "@playwright/test";

const titles = (page: Page) => page.locator("main .line-title");

async function four(page: Page, project: string) {
  const works = ["One", "Two", "Three", "Four"].map((title) => ({ id: title.toLowerCase(), title: `${title} of the rain` }));
  const corpus = importCorpus(project, works);
  const ids: number[] = [];
  for (const work of works) ids.push(await idOf(page.request, corpus, work.id));
  return ids;
}

test("a collection is made, filled, ordered, noted and deleted @plain @smoke", async ({ page, member, another }, info) => {
  // Many pages, each looked at in full.
  test.slow();
  const ids = await four(page, info.project.name);
  await page.goto(`/members/${member.handle}/collections`);
  await expect(page.getByText("No collections yet.")).toBeVisible();
  await page.goto(`/records/${ids[0]}`);
  await page.getByText("Add to a collection").click();
  await turnPage(page.getByRole("link", { name: "Make a new collection with it" }));
  await expectAccessible(page);
  await expectFits(page);
  await page.getByLabel("Title").fill("Rain, in order");
  await page.getByRole("textbox", { name: /^Text/ }).fill("Read from the *top*.");
  await page.getByRole("radio", { name: /^Only you/ }).check();
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rain, in order");
  const address = new URL(page.url()).pathname;
  for (const id of ids.slice(1)) {
    await page.goto(`/records/${id}`);
    await page.getByText("Add to a collection").click();
    await page.getByRole("textbox", { name: /^Note/ }).fill(`Note on ${id}`);
    await page.getByRole("button", { name: "Add it" }).click();
    await expect(page).toHaveURL(new RegExp(`${address}(\\?|$)`));
  }
  await expect(page.getByText(`Note on ${ids[1]}`)).toBeVisible();
  expect((await (await another()).goto(address))?.status()).toBe(404);

  await page.getByRole("link", { name: "Arrange and note" }).click();
  for (const [step, order] of [
    ["To the top: Four of the rain", ["Four", "One", "Two", "Three"]],
    ["Down: One of the rain", ["Four", "Two", "One", "Three"]],
    ["Up: Three of the rain", ["Four", "Two", "Three", "One"]],
  ] as const) {
    await page.getByRole("button", { name: step }).click();
    await expect(titles(page)).toHaveText(order.map((title) => `${title} of the rain`));
  }
  await expectAccessible(page);
  await expectFits(page);
  const row = page.locator(`#record-${ids[2]}`);
  await row.locator("summary").click();
  await row.getByRole("textbox", { name: /^Note/ }).fill("The long one.");
  await row.getByRole("button", { name: "Save the note" }).click();
  await expect(page.getByText("The long one.")).toBeVisible();
  await page.locator(`#record-${ids[1]} summary`).click();
  await page.locator(`#record-${ids[1]}`).getByRole("button", { name: "Take it out" }).click();
  await expect(titles(page)).toHaveText(["Four of the rain", "Three of the rain", "One of the rain"]);
  await turnPage(page.getByRole("link", { name: "Done arranging" }));
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByRole("radio", { name: /^Everybody/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved.");
  const visitor = await another();
  expect((await visitor.goto(address))?.status()).toBe(200);
  await expect(visitor.getByText("The long one.")).toBeVisible();
  await visitor.goto(`/members/${member.handle}`);
  await expect(visitor.locator("#collections")).toContainText("Rain, in order");
  await page.goto(`${address}/edit`);
  await page.getByText("Delete this collection").click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await expect(page).toHaveURL(new RegExp(`/members/${member.handle}/collections`));
  expect((await visitor.goto(address))?.status()).toBe(404);
});

test("a record is dragged to its place; another tab is told, and keeps what was typed", async ({ page, member, context }, info) => {
  const ids = await four(page, info.project.name);
  await page.goto(`/collections/new?${ids.map((id) => `record=${id}`).join("&")}`);
  await page.getByLabel("Title").fill(`Of ${member.handle}`);
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Of ${member.handle}`);
  const address = new URL(page.url()).pathname;
  await page.goto(`${address}?arrange=1`);
  await awake(page);
  const other = await context.newPage();
  await other.goto(`${address}?arrange=1`);
  await expect(page.locator(`#record-${ids[3]}`)).toHaveAttribute("draggable", "true");
  await page.locator(`#record-${ids[3]} .line-meta`).dragTo(page.locator(`#record-${ids[0]} .line-meta`));
  await expect(titles(page)).toHaveText(["Four of the rain", "One of the rain", "Two of the rain", "Three of the rain"]);
  const row = other.locator(`#record-${ids[1]}`);
  await row.locator("summary").click();
  await row.getByRole("textbox", { name: /^Note/ }).fill("Typed in the other tab.");
  await row.getByRole("button", { name: "Save the note" }).click();
  await expect(other.getByText("This was changed meanwhile")).toBeVisible();
  await expect(row.getByRole("textbox", { name: /^Note/ })).toHaveValue("Typed in the other tab.");
  await row.getByRole("button", { name: "Save the note" }).click();
  await expect(other.locator("q")).toHaveText("Typed in the other tab.");
});
