// What is selected: how, who and what it is, and taking it along.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { type Explorer, rows, test } from "./explorer/explorer";
import { ancestors, branch, descendants, title, work, works } from "./explorer/world";

const heading = (explorer: Explorer) => explorer.selection.getByRole("heading", { level: 2 });
const countOf = (ids: string[]) => (ids.length === 1 ? "1 record selected" : `${ids.length} records selected`);

/** Downloads the selection as CSV by the panel's link; answers the titles in it. */
async function exported(page: Page, explorer: Explorer): Promise<string[]> {
  const href = await explorer.selection.getByRole("link", { name: "CSV" }).getAttribute("href");
  const answer = await page.request.get(href!);
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-disposition"]).toContain("attachment");
  return rows(await answer.text()).map((row) => row[1]!).sort();
}

const titles = (ids: string[]) => ids.map(title).sort();

test("shift and a click add and take away", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("branch-3"), 24);
  for (const [id, count] of [["branch-3", 1], ["branch-4", 2], ["stem-7", 3]] as const) {
    const at = await explorer.pixel(world.id(id));
    await page.keyboard.down("Shift");
    await page.mouse.click(at.x, at.y);
    await page.keyboard.up("Shift");
    await expect(heading(explorer)).toHaveText(count === 1 ? "1 record selected" : `${count} records selected`);
  }
  await expect(explorer.card, "selecting picks nothing").toBeHidden();
  await expect(explorer.selection).toContainText("3 records picked by hand");
  await expect(explorer.selection).toContainText("2 video, 1 audio");
  await explorer.selection.getByText("By 2 members").click();
  await expect(explorer.selection.getByRole("link", { name: "world di" })).toBeVisible();
  await expect(explorer.live).toHaveText("3 records by 2 members selected.");
  expect(await exported(page, explorer)).toEqual(titles(["branch-3", "branch-4", "stem-7"]));
  const at = await explorer.pixel(world.id("branch-4"));
  await page.keyboard.down("Shift");
  await page.mouse.click(at.x, at.y);
  await page.keyboard.up("Shift");
  await expect(heading(explorer)).toHaveText("2 records selected");
  await explorer.selection.getByRole("button", { name: "Clear the selection" }).click();
  await expect(explorer.selection).toBeHidden();
  await expect.poll(() => explorer.hash().get("records")).toBeNull();
});

test("links beside the primary ones are drawn for what is focused or selected", async ({ page, explorer, world }) => {
  await explorer.open();
  const secondary = async () => (await explorer.counts())["secondary"];
  expect(await secondary()).toBe(0);
  // The duet came from three; of the two that it did not come from first, one is selected.
  await explorer.jump(title("duet"));
  await expect.poll(secondary).toBe(2);
  await page.keyboard.press("Escape");
  await explorer.stage.focus();
  await page.keyboard.press("Escape");
  await expect.poll(secondary).toBe(0);
  await explorer.near(world.id("stone-3"), 24);
  const at = await explorer.pixel(world.id("stone-3"));
  await page.keyboard.down("Shift");
  await page.mouse.click(at.x, at.y);
  await page.keyboard.up("Shift");
  await expect(heading(explorer)).toHaveText("1 record selected");
  await expect.poll(secondary).toBe(1);
  await page.getByLabel("Share what is seen").click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Picture as SVG" }).click();
  const svg = await readFile(await (await saved).path(), "utf8");
  expect(svg.match(/stroke-width="1.8" stroke-dasharray="5 6"/g), "and exported").toHaveLength(1);
  await explorer.selection.getByRole("button", { name: "Clear the selection" }).click();
  await expect.poll(secondary).toBe(0);
});

test("branch, what it came from, what came from it; undone and done again", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.jump(title("duet"));
  await explorer.card.getByRole("button", { name: "Select what it came from", exact: true }).click();
  const before = ancestors("duet");
  await expect(heading(explorer)).toHaveText(countOf(before));
  expect(await exported(page, explorer)).toEqual(titles(before));
  await explorer.card.getByRole("button", { name: "Select what came from it", exact: true }).click();
  const around = [...new Set([...before, ...descendants("duet")])];
  await expect(heading(explorer)).toHaveText(countOf(around));
  expect(await exported(page, explorer)).toEqual(titles(around));

  await expect(explorer.tool("Redo")).toBeDisabled();
  await explorer.tool("Undo").click();
  await expect(heading(explorer)).toHaveText(countOf(before));
  await expect(explorer.live).toHaveText(new RegExp(`^${before.length} records by \\d+ members selected\\.$`));
  await page.keyboard.press("Control+z");
  await expect(explorer.selection).toBeHidden();
  await explorer.tool("Redo").click();
  await expect(heading(explorer)).toHaveText(countOf(before));
  await page.keyboard.press("Control+Shift+z");
  await expect(heading(explorer)).toHaveText(countOf(around));
  await explorer.selection.getByRole("button", { name: "Clear", exact: true }).click();

  await explorer.jump(title("stone-2"));
  await explorer.card.getByRole("button", { name: "Select branch" }).click();
  // A branch is what hangs on primary links: the duet came from a stone too, but hangs elsewhere.
  const stones = branch("stone-2");
  expect(stones).not.toContain("duet");
  await expect(heading(explorer)).toHaveText(countOf(stones));
  expect(await exported(page, explorer)).toEqual(titles(stones));
  await explorer.selection.getByRole("button", { name: "Clear", exact: true }).click();
  await explorer.card.getByRole("button", { name: "Select what came from it" }).click();
  await expect(heading(explorer)).toHaveText(countOf(descendants("stone-2")));
  expect(world.id("duet")).toBeGreaterThan(0);
});

test("a lasso by its button, and by shift and a drag; a filter narrows what it holds", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("branch-5"), 20);
  const camera = await explorer.camera();
  const from = await explorer.pixel(world.id("branch-4"));
  const to = await explorer.pixel(world.id("branch-6"));
  const draw = async () => {
    await page.mouse.move(from.x - 7, from.y - 60);
    await page.mouse.down();
    await page.mouse.move(to.x + 7, to.y - 60, { steps: 6 });
    await page.mouse.move(to.x + 7, to.y + 60, { steps: 6 });
    await page.mouse.move(from.x - 7, to.y + 60, { steps: 6 });
    await page.mouse.move(from.x - 7, from.y - 50, { steps: 6 });
    await page.mouse.up();
  };
  const inside = ["branch-4", "branch-5", "branch-6", "bud-4", "bud-5", "bud-6"];
  await explorer.tool("Select with a lasso").click();
  await expect(explorer.tool("Select with a lasso")).toHaveAttribute("aria-pressed", "true");
  await draw();
  await expect(explorer.tool("Select with a lasso"), "it is put away once drawn").toHaveAttribute("aria-pressed", "false");
  await expect(explorer.selection).toContainText("A lasso");
  expect(await exported(page, explorer)).toEqual(titles(inside));
  expect(await explorer.still(), "drawing does not move the view").toEqual(camera);
  await explorer.selection.getByRole("button", { name: "Clear", exact: true }).click();

  await page.keyboard.down("Shift");
  await draw();
  await page.keyboard.up("Shift");
  await expect(heading(explorer)).toHaveText("6 records selected");
  await page.getByRole("checkbox", { name: "Video" }).check();
  await expect(heading(explorer)).toHaveText("3 records selected");
  await expect(explorer.selection).toContainText("as far as the filter shows it");
  expect(await exported(page, explorer)).toEqual(titles(inside.filter((id) => work(id).medium === "video")));
});

test("everything that a filter shows is selected, summed up and exported in three forms", async ({ page, explorer, world }) => {
  await explorer.open();
  await page.getByRole("checkbox", { name: "Audio" }).check();
  await page.getByRole("button", { name: "Select these" }).click();
  const audio = works.filter((work) => work.medium === "audio").map((work) => work.id);
  await expect(heading(explorer)).toHaveText(countOf(audio));
  await expect(explorer.selection).toContainText("Everything the filter shows.");
  await expect(explorer.selection).toContainText(`${audio.length} audio, 2026`);
  await explorer.selection.getByText("By 1 member").click();
  await expect(explorer.selection.getByRole("listitem").filter({ has: page.getByRole("link", { name: "world ana" }) })).toContainText(String(audio.length));
  expect(await exported(page, explorer)).toEqual(titles(audio));

  const file = async (name: string) => {
    const download = page.waitForEvent("download");
    await explorer.selection.getByRole("link", { name, exact: true }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(new RegExp(`\\.${name.toLowerCase()}$`));
    const chunks: Buffer[] = [];
    for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  };
  const csv = rows(await file("CSV"));
  expect(csv.map((row) => Number(row[0])).sort()).toEqual(audio.map(world.id).sort());
  const duet = csv.find((row) => row[1] === title("duet"))!;
  expect(duet[7]!.split(" ").map(Number).sort(), "its sources, whether they are in the selection or not").toEqual(["stem-6", "stone-3", "harbour"].map(world.id).sort());
  for (const [name, element] of [["GraphML", "edge"], ["GEXF", "edge"]] as const) {
    const text = await file(name);
    const parsed = await page.evaluate(
      ([text, element]) => {
        const document = new DOMParser().parseFromString(text!, "text/xml");
        return { broken: document.querySelector("parsererror") !== null, nodes: document.getElementsByTagName("node").length, edges: document.getElementsByTagName(element!).length };
      },
      [text, element],
    );
    // Links within the selection: the chain of stems from the root, and two of the duet's three.
    expect(parsed, name).toEqual({ broken: false, nodes: audio.length, edges: 14 });
  }
});

test("what a selection holds can be walked to from its panel", async ({ page, explorer, world }) => {
  await page.goto(`/map#subtree=${world.id("branch-1")}`);
  await explorer.alive();
  await expect(heading(explorer)).toHaveText(countOf(branch("branch-1")));
  await explorer.selection.getByText("Most remixed").click();
  await explorer.selection.getByRole("button", { name: title("branch-1"), exact: true }).click();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("branch-1"));
  // Rows of the list say that they are selected, too.
  await expect(explorer.row(title("branch-1"))).toHaveAttribute("aria-selected", "true");
  await expect(explorer.row(title("stem-4"))).toHaveAttribute("aria-selected", "false");
});
