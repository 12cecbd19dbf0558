// What one sees, taken along: as a link, as SVG, as PNG.
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { Explorer, test } from "./explorer/explorer";
import { branch, title, works } from "./explorer/world";

async function saved(page: Page, explorer: Explorer, name: string): Promise<Buffer> {
  const menu = page.getByRole("button", { name });
  if (!(await menu.isVisible())) await page.getByLabel("Share what is seen").click();
  const download = page.waitForEvent("download");
  await menu.click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  await expect(explorer.notices).toContainText("The picture is saved.");
  return Buffer.concat(chunks);
}

test("a link brings another to the same camera, filter, selection and folding", async ({ page, explorer, world, another, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await explorer.open();
  await explorer.jump(title("branch-5"));
  await explorer.card.getByRole("button", { name: "Fold", exact: true }).click();
  await explorer.jump(title("stem-4"));
  await explorer.card.getByRole("button", { name: "Select branch" }).click();
  await page.getByRole("checkbox", { name: "Video" }).check();
  await page.getByRole("checkbox", { name: "Image" }).check();
  const count = (shown: Page) => shown.locator("[data-count]");
  const fits = works.filter((work) => work.medium === "video" || work.medium === "image").length;
  await expect(count(page)).toHaveText(`${fits} of ${works.length} records`);
  await explorer.setCamera((await explorer.camera()).x + 3.5, (await explorer.camera()).y - 1.25, 17.5);
  await page.getByLabel("Share what is seen").click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(explorer.notices).toContainText("The link is copied.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const camera = await explorer.still();
  const selected = await explorer.selection.getByRole("heading", { level: 2 }).innerText();

  const visitor = await another();
  await visitor.goto(link);
  const theirs = new Explorer(visitor);
  await theirs.alive();
  const same = await theirs.still();
  expect(same.x).toBeCloseTo(camera.x, 1);
  expect(same.y).toBeCloseTo(camera.y, 1);
  expect(same.scale).toBeCloseTo(camera.scale, 3);
  await expect(theirs.card.getByRole("heading", { level: 2 })).toHaveText(title("stem-4"));
  await expect(theirs.selection.getByRole("heading", { level: 2 })).toHaveText(selected);
  await expect(count(visitor)).toHaveText(`${fits} of ${works.length} records`);
  await expect(visitor.getByRole("checkbox", { name: "Video" })).toBeChecked();
  await expect(visitor.getByRole("checkbox", { name: "Audio" })).not.toBeChecked();
  await expect.poll(() => new URLSearchParams(new URL(visitor.url()).hash.slice(1)).get("folded")).toBe(String(world.id("branch-5")));
  await theirs.jump(title("branch-5"));
  const images = branch("branch-5").length - 1;
  await expect(theirs.card).toContainText(`${images} records that the filter shows are folded away here`);
  await expect.poll(async () => (await theirs.counts())["marks"]).toBeGreaterThan(0);
});

test("a forged link is survived, and what is left of it is shown", async ({ page, explorer, world }) => {
  const forged = [
    "at=1e99,NaN,-4&epoch=x&focus=99999999999999999999",
    "medium=smell&colour=red&within=0,0,1,inf,2,2&folded=x&time=70000&records=1,,2",
    `tag=%E0%A4%A&q=${"x".repeat(5000)}`,
    "focus=%3Cscript%3Ealert(1)%3C/script%3E",
  ];
  for (const hash of forged) {
    await page.goto("about:blank");
    await page.goto(`/map#${hash}`);
    // It goes by itself, so it is looked for at once.
    await expect(explorer.notices, hash).toContainText("Part of this link could not be read.");
    await explorer.alive();
    await expect.poll(async () => (await explorer.counts())["marks"], hash).toBeGreaterThan(50);
  }
  // What can be read of it holds.
  await page.goto("about:blank");
  await page.goto(`/map#focus=${world.id("quarry")}&colour=red`);
  await expect(explorer.notices).toContainText("You see what is left of it.");
  await explorer.alive();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("quarry"));
});

test("a link to what is not there, or to a map laid out since, says so", async ({ page, explorer, world, problems }) => {
  await page.goto("/map#focus=987654321");
  await expect(explorer.notices).toContainText(/not (here|there|on the map|found)|no such|gone/i);
  await explorer.alive();
  await expect(explorer.card).toBeHidden();
  // The browser tells of the answer in its console, which is right.
  await expect.poll(() => problems.length).toBeGreaterThan(0);
  expect(problems.splice(0).every((problem) => problem.includes("404"))).toBe(true);

  await page.goto("about:blank");
  await page.goto(`/map#at=5000,5000,40&epoch=long-ago&focus=${world.id("stem-2")}`);
  await expect(explorer.notices).toContainText("The map was laid out anew since this link was made");
  await explorer.alive();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("stem-2"));
  const middle = await explorer.point();
  const at = await explorer.pixel(world.id("stem-2"));
  expect(Math.hypot(at.x - middle.x, at.y - middle.y), "the focus is found where it stands now").toBeLessThan(1);
  // Changed by hand, the address is followed.
  await page.evaluate((id) => (location.hash = `#focus=${id}`), world.id("quarry"));
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("quarry"));
});

test("SVG and PNG show what is seen", async ({ page, explorer, world, another }) => {
  await explorer.open();
  await explorer.near(world.id("stem-4"), 20);
  // Where no policy of the site forbids to look into the pictures.
  const bench = await another();
  const marks = (await explorer.counts())["marks"]!;
  const svg = (await saved(page, explorer, "Picture as SVG")).toString("utf8");
  const parsed = await bench.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, "image/svg+xml");
    return { broken: document.querySelector("parsererror") !== null, name: document.documentElement.localName, words: document.documentElement.textContent };
  }, svg);
  expect(parsed).toMatchObject({ broken: false, name: "svg" });
  expect(parsed.words).toContain(title("stem-4"));
  expect(svg).not.toContain("<script");
  expect(marks).toBeGreaterThan(5);

  const png = await saved(page, explorer, "Picture as PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const box = (await explorer.stage.boundingBox())!;
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Math.round(box.width), Math.round(box.height)]);
  // The picture of the SVG matches the canvas: where one has ink the other has it, but for letters and hairs.
  const alike = await bench.evaluate(
    async ({ svg, png, width, height }) => {
      const inked = async (source: string) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const drawn = new OffscreenCanvas(width / 4, height / 4);
        const brush = drawn.getContext("2d")!;
        brush.fillStyle = "white";
        brush.fillRect(0, 0, width, height);
        brush.drawImage(image, 0, 0, width / 4, height / 4);
        const { data } = brush.getImageData(0, 0, drawn.width, drawn.height);
        return Array.from({ length: data.length / 4 }, (_, at) => data[at * 4]! + data[at * 4 + 1]! + data[at * 4 + 2]!).map((light) => light < 560);
      };
      const one = await inked(`data:image/svg+xml;base64,${svg}`);
      const other = await inked(`data:image/png;base64,${png}`);
      const both = one.filter((ink, at) => ink && other[at]).length;
      const either = one.filter((ink, at) => ink || other[at]).length;
      return { both, either, share: both / either };
    },
    { svg: Buffer.from(svg).toString("base64"), png: png.toString("base64"), width: png.readUInt32BE(16), height: png.readUInt32BE(20) },
  );
  expect(alike.both).toBeGreaterThan(50);
  expect(alike.share, JSON.stringify(alike)).toBeGreaterThan(0.6);
});
