// The map and the lineage: everything that a person can do with them, by mouse, by touch, by keyboard, in the list,
// and without a script. They have a server of their own, whose map changes only when a test makes it change.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, expectAccessible, expectFits, test as base } from "./fixtures";
import type { Page } from "@playwright/test";

const binary = process.env.UNDERSTORY_E2E_BINARY as string;

type Row = [id: string, title: string, author: string, medium: string];

/** A server on a small world: one large tree, a record with three sources, some alone, one very long chain. */
interface World {
  address: string;
  /** Imports more, while the server runs. */
  add: (name: string, rows: Row[], links: [remix: string, source: string][]) => void;
  id: (work: string) => Promise<number>;
}

const mediums = ["text", "image", "audio", "video", "code"];

function first(): { rows: Row[]; links: [string, string][] } {
  const rows: Row[] = [["root", "Harbour lights", "ada", "audio"]];
  const links: [string, string][] = [];
  const add = (id: string, title: string, author: string, medium: string, ...sources: string[]) => {
    rows.push([id, title, author, medium]);
    links.push(...sources.map((source): [string, string] => [id, source]));
  };
  for (let n = 0; n < 40; n++) add(`petal-${n}`, `After the harbour, ${n}`, `singer ${n % 5}`, mediums[n % 5]!, "root");
  for (let n = 0; n < 12; n++) add(`stem-${n}`, `Tide ${n}`, "bo", "image", n === 0 ? "root" : `stem-${n - 1}`);
  add("other-a", "Gulls at four", "cy", "text");
  add("other-b", "Tin roof", "dee", "code");
  add("three", "Three of them", "eve", "video", "stem-11", "other-a", "other-b");
  add("after-three", "And one more", "eve", "video", "three");
  for (let n = 0; n < 30; n++) add(`alone-${n}`, `Alone ${n}`, "fay", mediums[n % 5]!);
  add("long-0", "A long way", "gil", "text");
  for (let n = 1; n < 520; n++) add(`long-${n}`, `Step ${n}`, "gil", "text", `long-${n - 1}`);
  return { rows, links };
}

const test = base.extend<object, { world: World }>({
  world: [
    async ({}, use, worker) => {
      const data = mkdtempSync(join(tmpdir(), "understory-map-"));
      const port = 38_300 + worker.parallelIndex;
      const address = `http://127.0.0.1:${port}`;
      const env = { ...process.env, UNDERSTORY_DATA: join(data, "data"), UNDERSTORY_LOG: "warn", UNDERSTORY_LISTEN: `127.0.0.1:${port}` };
      const add: World["add"] = (name, rows, links) => {
        const folder = join(data, name);
        mkdirSync(folder);
        const works = rows.map(([id, title, author, medium], n) => {
          const at = new Date(Date.UTC(2020, 0, 1 + n)).toISOString().replace(".000", "");
          return `${id},"${title}",${author},${at},${medium},CC-BY-4.0,sea,`;
        });
        writeFileSync(join(folder, "works.csv"), `id,title,author,created_at,media,license,tags,url\n${works.join("\n")}\n`);
        writeFileSync(join(folder, "remixes.csv"), `remix_id,source_id\n${links.map((link) => link.join(",")).join("\n")}\n`);
        execFileSync(binary, ["import", folder, "--as", "world"], { cwd: data, env, stdio: "pipe" });
      };
      const { rows, links } = first();
      add("first", rows, links);
      const server = spawn(binary, ["serve"], { cwd: data, env, stdio: "ignore" });
      const ended = new Promise((resolve) => server.once("exit", resolve));
      await expect.poll(async () => (await fetch(`${address}/api/v1/map`).catch(() => null))?.status, { timeout: 30_000 }).toBe(200);
      const id = async (work: string) => {
        const answer = await fetch(`${address}/api/v1/records?external_id=world/${work}`);
        return ((await answer.json()) as { records: { id: number }[] }).records[0]!.id;
      };
      await use({ address, add, id });
      server.kill("SIGTERM");
      await ended;
      rmSync(data, { recursive: true });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ world }, use) => use(world.address),
});

const stage = (page: Page) => page.locator(".explorer-stage");
const card = (page: Page) => page.locator(".explorer-card");
const told = (page: Page) => page.locator("[data-live]");
const seen = (page: Page) => page.evaluate(() => new URLSearchParams(location.hash.slice(1)));
const part = async (page: Page, name: string) => page.evaluate((name) => new URLSearchParams(location.hash.slice(1)).get(name), name);

async function open(page: Page, path = "/map") {
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await expect(page.locator(".explorer.is-alive")).toBeVisible();
  await expect(page.locator(".explorer-canvas")).toBeVisible();
}

async function jump(page: Page, words: string) {
  await page.getByRole("combobox", { name: "Jump to a record or member" }).fill(words);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await expect(card(page)).toBeVisible();
}

test("the map without a script: picture, legend, ways into the list of records, largest trees @noscript", async ({ page }) => {
  await page.goto("/map");
  await expect(page.getByRole("link", { name: "Map", exact: true }).first()).toHaveAttribute("aria-current", "page");
  const picture = page.locator(".map-picture:visible");
  await expect(picture).toBeVisible();
  expect(await picture.locator("a").count()).toBeGreaterThan(5);
  await expect(page.getByRole("heading", { name: "607 records" })).toBeVisible();
  const rows = page.locator("[data-rows] tbody tr");
  await expect(rows.first()).toContainText("A long way");
  await expect(rows.nth(1)).toContainText("Harbour lights");
  await page.getByRole("checkbox", { name: /Audio/ }).check();
  await page.getByRole("button", { name: "Show as a list" }).click();
  await expect(page).toHaveURL(/\/records\?medium=audio/);
  await page.goBack();
  await rows.nth(1).getByRole("link", { name: "Harbour lights" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Harbour lights");
});

test("finding a record, and reading what it came from and what came from it", async ({ page }) => {
  await open(page);
  await jump(page, "three of them");
  await expect(card(page)).toContainText("Three of them");
  await expect(card(page)).toContainText("Made from 3 records");
  await expect(card(page)).toContainText("From it came 1 record");
  await expect(card(page)).toContainText("One of 3 ways up");
  await card(page).getByRole("button", { name: "Tin roof", exact: true }).click();
  await expect(told(page)).toHaveText("The way up now goes through Tin roof.");
  await expect(card(page).locator(".chain li")).toHaveCount(2);
  await card(page).getByRole("button", { name: /Tin roof by/ }).click();
  await expect(card(page)).toContainText("A root.");
  await page.keyboard.press("Escape");
  await expect(stage(page)).toBeFocused();
  await expectAccessible(page);
});

test("walking by keys alone, selecting, folding, undoing", async ({ page, world }) => {
  await open(page);
  await stage(page).focus();
  await page.keyboard.press("/");
  await page.keyboard.type("harbour lights");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await expect(card(page)).toContainText("Harbour lights");
  await expect(stage(page)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(card(page)).toContainText("Tide 0");
  await page.keyboard.press("ArrowDown");
  await expect(card(page)).toContainText("After the harbour");
  await page.keyboard.press("ArrowLeft");
  await expect(card(page)).toContainText("Harbour lights");
  await page.keyboard.press("s");
  await expect(page.locator(".explorer-selection")).toContainText("1 record selected");
  await page.keyboard.press("c");
  await expect(told(page)).toContainText("54 records folded away.");
  await expect.poll(() => part(page, "folded")).toBe(String(await world.id("root")));
  await page.keyboard.press("Control+z");
  await expect.poll(() => part(page, "folded")).toBeNull();
  await page.keyboard.press("Control+z");
  await expect(page.locator(".explorer-selection")).toBeHidden();
  await page.keyboard.press("Control+Shift+Z");
  await expect(page.locator(".explorer-selection")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(card(page).getByRole("link", { name: "Open" })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys and gestures" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  for (let n = 0; n < 2; n++) await page.keyboard.press("Escape");
  await expect(card(page)).toBeHidden();
});

test("filters narrow the map down, and a selection is told and taken along", async ({ page }) => {
  await open(page);
  await page.getByRole("checkbox", { name: /Image/ }).check();
  await expect(page.locator("[data-count]")).toHaveText(/26 of 60\d records/);
  await page.getByRole("button", { name: "Select these" }).click();
  const panel = page.locator(".explorer-selection");
  await expect(panel).toContainText("26 records selected");
  await expect(panel).toContainText("Everything the filter shows.");
  for (const [name, ending, begins] of [["CSV", "csv", "id,title"], ["GraphML", "graphml", "<?xml"], ["GEXF", "gexf", "<?xml"]] as const) {
    const [file] = await Promise.all([page.waitForEvent("download"), panel.getByRole("link", { name }).click()]);
    expect(file.suggestedFilename()).toContain(ending);
    expect(readFileSync(await file.path(), "utf8")).toMatch(new RegExp(`^${begins.replace("?", "\\?")}`));
  }
  await page.getByRole("button", { name: "Show everything" }).click();
  await expect(page.locator("[data-count]")).toHaveText(/^60\d records/);
  await page.getByRole("button", { name: "Clear the selection" }).click();
  await jump(page, "harbour lights");
  await card(page).getByRole("button", { name: "Select branch" }).click();
  await expect(panel).toContainText("55 records selected");
  await page.getByRole("checkbox", { name: /Several sources/ }).check();
  await expect(panel).toContainText("1 record selected");
});

test("a lasso, the wheel, a drag and the buttons", async ({ page }) => {
  await open(page);
  const scale = async () => Number((await part(page, "at"))?.split(",")[2] ?? 0);
  await page.getByRole("button", { name: "Closer" }).click();
  await expect.poll(scale).toBeGreaterThan(0);
  const before = await scale();
  const box = (await stage(page).boundingBox())!;
  const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
  await page.mouse.move(...middle);
  await page.mouse.wheel(0, -300);
  await expect.poll(scale).toBeGreaterThan(before);
  const at = await part(page, "at");
  await page.mouse.down();
  await page.mouse.move(middle[0] - 120, middle[1] - 60, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => part(page, "at")).not.toBe(at);
  await page.getByRole("button", { name: "Show the whole picture" }).click();
  await page.getByRole("button", { name: "Select with a lasso" }).click();
  await page.mouse.move(box.x + 300, box.y + 80);
  await page.mouse.down();
  for (const [x, y] of [[box.width - 20, 80], [box.width - 20, box.height - 80], [300, box.height - 80]] as const) {
    await page.mouse.move(box.x + x, box.y + y, { steps: 5 });
  }
  await page.mouse.up();
  await expect(page.locator(".explorer-selection")).toContainText("selected");
  await expect(page.locator(".explorer-selection")).toContainText("A lasso.");
  await expect(page.getByRole("button", { name: "Select with a lasso" })).toHaveAttribute("aria-pressed", "false");
});

test("the list is a tree grid in step with the picture", async ({ page }) => {
  await open(page);
  const grid = page.getByRole("treegrid", { name: "As a list" });
  const row = (name: string) => grid.getByRole("row", { name });
  await page.getByRole("button", { name: "List beside the picture" }).click();
  await expect(grid.locator("tr[tabindex='0']")).toHaveCount(1);
  await expect(row("A long way").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row("Harbour lights")).toBeFocused();
  await expect(row("Harbour lights")).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(row("Harbour lights")).toHaveAttribute("aria-expanded", "true");
  await expect(told(page)).toHaveText("25 remixes shown.");
  await page.keyboard.press("ArrowRight");
  const tide = row("Tide 0");
  await expect(tide).toBeFocused();
  for (const [name, value] of [["aria-level", "2"], ["aria-posinset", "1"], ["aria-setsize", "41"]] as const) await expect(tide).toHaveAttribute(name, value);
  await page.keyboard.press("Enter");
  await expect(card(page)).toContainText("Tide 0");
  await page.keyboard.press(" ");
  await expect(tide).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowLeft");
  await expect(row("Harbour lights")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(tide).toBeHidden();
  // The other way round: what is found in the picture stands in the list below what it was made from.
  await jump(page, "three of them");
  await expect(grid.locator("tr.is-focus")).toContainText("Three of them");
  await expect(grid.locator("tr.is-focus")).toContainText("made from 3: ");
  await grid.locator("tr.is-focus").focus();
  await page.keyboard.press("w");
  await expect(told(page)).toContainText("Way 2 of 3: made from Gulls at four.");
  await expect(grid.locator("tr.is-focus")).toHaveAttribute("aria-level", "2");
  await expectAccessible(page);
});

test("a link brings another to the same view; a forged or stale one is told kindly", async ({ page, another, world }) => {
  await open(page);
  await page.getByRole("checkbox", { name: /Audio/ }).check();
  await jump(page, "harbour lights");
  await card(page).getByRole("button", { name: "Select branch" }).click();
  await card(page).getByRole("button", { name: "Fold" }).click();
  await page.getByRole("slider").fill("3000");
  await expect.poll(async () => (await seen(page)).size ?? 0).not.toBe(-1);
  await expect.poll(() => part(page, "time")).toBe("3000");
  const href = page.url();
  const other = await another();
  await other.goto(href);
  await expect(card(other)).toContainText("Harbour lights");
  await expect(other.getByRole("checkbox", { name: /Audio/ })).toBeChecked();
  await expect(other.getByRole("slider")).toHaveValue("3000");
  await expect(other.locator(".explorer-selection")).toBeVisible();
  expect(new URL(other.url()).hash).toBe(new URL(href).hash);
  const id = await world.id("root");
  await other.goto("about:blank");
  await other.goto(`${world.address}/map#at=NaN,1,2&focus=${id}&within=1,2&colour=red`);
  await expect(other.locator(".explorer-note")).toContainText("Part of this link could not be read.");
  await expect(card(other)).toContainText("Harbour lights");
  await other.goto("about:blank");
  await other.goto(`${world.address}/map#at=1,1,3&epoch=an-old-one&focus=${id}`);
  await expect(other.locator(".explorer-note")).toContainText("laid out anew since this link was made");
});

test("time can be gone back in, and played", async ({ page }) => {
  await open(page);
  await page.getByRole("slider").fill("2000");
  await expect(page.getByRole("slider")).toHaveAttribute("aria-valuetext", /\w+ 20\d\d/);
  await page.getByRole("button", { name: "Play" }).click();
  await expect.poll(async () => Number(await page.getByRole("slider").inputValue())).toBeGreaterThan(2100);
  await page.getByRole("button", { name: "Pause" }).click();
  const stopped = await page.getByRole("slider").inputValue();
  await page.waitForTimeout(1_000);
  await expect(page.getByRole("slider")).toHaveValue(stopped);
});

test("pictures are saved as they are seen", async ({ page }) => {
  await open(page);
  for (const [name, begins] of [["SVG", "<svg"], ["PNG", "\u0089PNG"]] as const) {
    await page.getByLabel("Share what is seen").click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: `Picture as ${name}` }).click()]);
    expect(readFileSync(await file.path(), "latin1").slice(0, 4)).toBe(begins);
  }
});

test("what others publish appears, and nothing that is there moves", async ({ page, world }) => {
  await open(page);
  const at = await part(page, "at");
  const { rows, links } = first();
  world.add("more", [...rows, ["fresh", "Just now", "hal", "audio"]], [...links, ["fresh", "petal-3"]]);
  await expect(page.locator(".explorer-note")).toContainText("1 new record just appeared.");
  await expect(page.locator("[data-count]")).toHaveText(/60[89] records/);
  expect(await part(page, "at")).toBe(at);
  await jump(page, "just now");
  await expect(card(page)).toContainText("After the harbour, 3");
});

test("tiles that cannot be had are told, and had again", async ({ page, problems }) => {
  await page.route("**/tiles/**", (route) => route.abort());
  await page.goto("/map");
  await expect(page.locator(".explorer-note")).toContainText("Part of the map could not be loaded.", { timeout: 20_000 });
  await expect(page.locator(".map-picture:visible")).toBeVisible();
  await page.unroute("**/tiles/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator(".explorer-note")).toHaveCount(0);
  problems.splice(0);
});

test("a small lineage comes alive where its picture stands", async ({ page, world }) => {
  await page.goto(`/records/${await world.id("stem-3")}/lineage`);
  const before = (await page.locator(".explorer-stage svg:visible").boundingBox())!;
  await expect(page.locator(".explorer-lineage.is-alive .explorer-canvas")).toBeVisible();
  const canvas = (await page.locator(".explorer-canvas").boundingBox())!;
  expect(Math.abs(canvas.y - before.y)).toBeLessThan(2);
  await stage(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(card(page)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Before it" })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
});

test("a large lineage is shown on the map, around its record", async ({ page, world }) => {
  await open(page, `/records/${await world.id("long-260")}/lineage`);
  await expect(card(page)).toContainText("Step 260");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Step 260");
  await expectFits(page);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("panels are sheets, and nothing covers the whole picture", async ({ page }) => {
    await open(page);
    await page.getByText("Filter", { exact: true }).tap();
    const sheet = (await page.locator(".explorer-show").boundingBox())!;
    const whole = (await stage(page).boundingBox())!;
    expect(sheet.height).toBeLessThan(whole.height * 0.7);
    await page.locator(".facet").filter({ hasText: "Text" }).tap();
    await expect(page.locator("[data-count]")).toContainText(/of 60\d records/);
    await page.getByText("Filter", { exact: true }).tap();
    await jump(page, "harbour lights");
    expect((await card(page).boundingBox())!.height).toBeLessThan(whole.height * 0.6);
    for (const target of await page.locator(".explorer-tools .tool:visible, .explorer-card .btn:visible").all()) {
      const box = (await target.boundingBox())!;
      expect(Math.min(box.height, box.width), await target.innerText()).toBeGreaterThanOrEqual(44);
    }
    await card(page).getByRole("button", { name: "Close the card" }).tap();
    await expect(card(page)).toBeHidden();
    await expectAccessible(page);
  });
});

test("colours that people choose, and any width", async ({ page }) => {
  await open(page);
  await expectAccessible(page);
  await expectFits(page);
  await page.emulateMedia({ forcedColors: "active" });
  await jump(page, "harbour lights");
  await expect(card(page)).toBeVisible();
});
