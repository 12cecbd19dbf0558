// How the map looks: real corpora against kept pictures, colours that people choose, and every width.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, expectAccessible, expectFits } from "./fixtures";
import { Explorer, test } from "./explorer/explorer";
import { type Own, startOwn } from "./explorer/own";
import { title } from "./explorer/world";

const corpora = process.env["UNDERSTORY_E2E_CORPORA"] as string;

/** Imports the first works of a packed corpus whose ids are 1, 2, 3 and so on, and the links among them. */
function importFirst(run: Own["run"], name: string, most: number) {
  const folder = mkdtempSync(join(tmpdir(), "understory-first-"));
  const lines = (file: string) => {
    // However large the whole is, what follows is not unpacked.
    const script = 'zstd -dcq "$1" 2>/dev/null | head -n "$2"';
    return execFileSync("sh", ["-c", script, "sh", join(corpora, name, `${file}.csv.zst`), String(most * 2)], { encoding: "utf8", maxBuffer: 1 << 28 }).trimEnd().split("\n");
  };
  try {
    const works = lines("works").slice(0, most + 1);
    const links = lines("remixes").filter((line, row) => row === 0 || line.split(",").every((id) => Number(id) <= most));
    writeFileSync(join(folder, "works.csv"), `${works.join("\n")}\n`);
    writeFileSync(join(folder, "remixes.csv"), `${links.join("\n")}\n`);
    run(["import", folder, "--as", name]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const [corpus, fill, hasIt] of [
  ["ccmixter-2016", (run) => run(["import", join(corpora, "ccmixter-2016"), "--as", "ccmixter"]), "ccmixter-2016/works.csv"],
  ["d3-blocks", (run) => run(["import", join(corpora, "d3-blocks"), "--as", "d3"]), "d3-blocks/works.csv"],
  ["commits", (run) => importFirst(run, "commits", 20_000), "commits/works.csv.zst"],
] as [string, (run: Own["run"]) => void, string][]) {
  test(`the map of ${corpus} looks as it did`, async ({ browser, problems }) => {
    test.skip(!existsSync(join(corpora, hasIt)), `${corpora} has no ${hasIt}`);
    test.setTimeout(120_000);
    const own = await startOwn(fill);
    try {
      const context = await browser.newContext({ baseURL: own.url, viewport: { width: 1200, height: 840 }, colorScheme: "light", reducedMotion: "reduce" });
      const page = await context.newPage();
      page.on("console", (message) => void (message.type() === "error" && problems.push(message.text())));
      const explorer = new Explorer(page);
      await explorer.open();
      const drawn = () =>
        page.evaluate(async () => {
          const canvas = document.querySelector<HTMLCanvasElement>(".explorer-stage canvas")!;
          const blob = await new Promise<Blob>((done) => canvas.toBlob((blob) => done(blob!)));
          const bytes = new Uint8Array(await blob.arrayBuffer());
          let text = "";
          for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
          return btoa(text);
        });
      const settled = async () => {
        await explorer.still();
        // Titles and what lies further away come when they can.
        let last = "";
        await expect.poll(async () => (await drawn()) === last || ((last = await drawn()), false), { intervals: [1_000] }).toBe(true);
        return last;
      };
      const picture = async (name: string, anew = async () => {}) => {
        await settled();
        await anew();
        const last = await settled();
        expect(Buffer.from(last, "base64")).toMatchSnapshot(`${corpus}-${name}.png`, { maxDiffPixelRatio: 0.01, threshold: 0.25 });
      };
      await explorer.fit.click();
      await picture("whole");
      // The largest tree, and deep in it.
      await explorer.stage.focus();
      await page.keyboard.press("Enter");
      await expect(explorer.card).toBeVisible();
      await page.keyboard.press("Home");
      const { x, y, scale } = await explorer.still();
      await picture("near", async () => {
        // Titles that stand stay, so which there are depends on which came first: from elsewhere all come anew.
        await explorer.setCamera(x + 300, y + 300, scale);
        await explorer.setCamera(x, y, scale);
      });
      await context.close();
    } finally {
      await own.end();
    }
  });
}

for (const scheme of ["light", "dark"] as const) {
  test(`with a card, a selection and a filter nothing is inaccessible or too wide, ${scheme}`, async ({ page, explorer, world }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await explorer.open(`/map#focus=${world.id("duet")}&subtree=${world.id("stem-4")}&medium=audio,video&folded=${world.id("branch-4")}`);
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("duet"));
    await expect(explorer.selection).toBeVisible();
    await page.getByText("More filters").click();
    if (scheme === "light") await expectAccessible(page);
    await expectFits(page);
    // On the stage itself: ink is seen against the paper.
    const light = () => page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>(".explorer-stage canvas")!;
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true })!;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let [paper, least, most] = [0, 765, 0];
      for (let at = 0; at < data.length; at += 4) {
        const sum = data[at]! + data[at + 1]! + data[at + 2]!;
        [paper, least, most] = [paper + sum, Math.min(least, sum), Math.max(most, sum)];
      }
      return { paper: paper / (data.length / 4), contrast: most - least };
    });
    await expect.poll(async () => (await light()).contrast).toBeGreaterThan(350);
    if (scheme === "dark") await expect.poll(async () => (await light()).paper).toBeLessThan(250);
    else await expect.poll(async () => (await light()).paper).toBeGreaterThan(600);
  });
}

test("the picture follows the colours of the system: dark, and forced ones", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.near(world.id("stem-4"));
  const colours = (selector = ".explorer-stage canvas") =>
    page.evaluate((selector) => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector)!;
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true })!;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      const counts = new Map<string, number>();
      for (let at = 0; at < data.length; at += 4) {
        const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      const paper = [...counts.entries()].sort((a, b) => b[1] - a[1])[0]![0];
      return { paper: paper.split(",").reduce((sum, part) => sum + Number(part), 0), several: counts.size };
    }, selector);
  await expect.poll(async () => (await colours()).paper).toBeGreaterThan(700);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(async () => (await colours()).paper, "without a reload").toBeLessThan(150);
  await expect.poll(async () => (await colours(".explorer-minimap")).paper, "the small map too").toBeLessThan(200);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  await expect.poll(async () => (await colours()).paper, "the system's own paper").toBe(765);
  expect((await colours()).several).toBeGreaterThan(3);
  // What can be pressed is told by more than colour.
  await explorer.stage.focus();
  const outline = await explorer.stage.evaluate((stage) => getComputedStyle(stage).outlineStyle + getComputedStyle(stage, "::after").borderStyle);
  expect(outline).toMatch(/solid|auto|double/);
  await expect(explorer.tool("Closer")).toBeVisible();
  await expectFits(page);
});

test("on a narrow window panels are sheets that leave the picture to be seen", async ({ page, explorer, world }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await explorer.open(`/map#focus=${world.id("duet")}`);
  const stage = (await explorer.stage.boundingBox())!;
  await expect(explorer.card).toBeVisible();
  await explorer.still();
  const card = (await explorer.card.boundingBox())!;
  expect(card.height).toBeLessThan(stage.height * 0.6);
  await page.keyboard.press("Escape");
  await explorer.card.getByRole("button", { name: "Close the card" }).click();
  await page.getByText("Filter", { exact: true }).click();
  const form = page.getByRole("form", { name: "What is shown" });
  await expect(form).toBeVisible();
  expect((await form.boundingBox())!.height).toBeLessThan(stage.height * 0.75);
  await page.getByRole("checkbox", { name: "Audio" }).check();
  await expect(page.locator("[data-count]")).toContainText(" of ");
  for (const tool of await page.locator(".explorer-tools .tool:visible").all()) {
    const box = (await tool.boundingBox())!;
    expect(Math.min(box.width, box.height), "large enough for a thumb").toBeGreaterThanOrEqual(40);
  }
  await expectAccessible(page);
});
