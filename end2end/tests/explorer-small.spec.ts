// A small lineage does all that the map does.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectFits } from "./fixtures";
import { type Corpus, Explorer, fresh, rows, test } from "./explorer/explorer";
import { publish } from "./making";
import { ancestors, branch, descendants, remixesOf, sourcesOf, title, work, works } from "./explorer/world";

/** The lineage of the fourth stem: a root above it, a branch and other stems below. */
const focus = "stem-4";
const lineage = [focus, ...ancestors(focus), ...descendants(focus)];
type One = (typeof works)[number];
const told = (fits: (work: One) => boolean) => `${lineage.filter((id) => fits(work(id))).length} of ${lineage.length} records`;
const count = (page: Page) => page.locator("[data-count]");
const heading = (explorer: Explorer) => explorer.selection.getByRole("heading", { level: 2 });
const marks = async (explorer: Explorer) => {
  await explorer.still();
  return (await explorer.counts())["marks"]!;
};

/** Where a record is, by the server's picture, which is there though it is hidden. */
async function pixel(explorer: Explorer, id: number): Promise<{ x: number; y: number }> {
  const at = await explorer.page.locator(`.lineage-wide svg a[href='/records/${id}'] .lin-mark`).evaluate((mark: SVGGraphicsElement) => {
    const { x, y, width, height } = mark.getBBox();
    return { x: x + width / 2, y: y + height / 2 };
  });
  const camera = await explorer.still();
  await explorer.stage.evaluate((stage) => stage.scrollIntoView({ block: "center" }));
  const box = (await explorer.stage.boundingBox())!;
  return { x: box.x + box.width / 2 + (at.x - camera.x) * camera.scale, y: box.y + box.height / 2 + (at.y - camera.y) * camera.scale };
}

async function exported(page: Page, explorer: Explorer): Promise<string[]> {
  const href = await explorer.selection.getByRole("link", { name: "CSV" }).getAttribute("href");
  const answer = await page.request.get(href!);
  expect(answer.status()).toBe(200);
  return rows(await answer.text()).map((row) => row[1]!).sort();
}

const titles = (ids: string[]) => ids.map(title).sort();

test("its list holds what the picture holds, and both go together", async ({ page, explorer, world }) => {
  // Row by row.
  test.slow();
  await explorer.open(`/records/${world.id("duet")}/lineage`);
  const tree = explorer.list;
  await expect(tree).toHaveAttribute("aria-multiselectable", "true");
  await expect(tree.locator("[tabindex='0']")).toHaveCount(1);
  // Everything, once all is opened; nothing that the picture does not show.
  const all = ["duet", ...ancestors("duet"), ...descendants("duet")];
  await tree.locator("[tabindex='0']").focus();
  for (let at = 0; at < 60; at++) {
    const row = page.locator("[role=treegrid] tr:focus");
    if ((await row.getAttribute("aria-expanded")) === "false") {
      await page.keyboard.press("ArrowRight");
      await expect(row).toHaveAttribute("aria-expanded", "true");
    }
    const more = await row.getAttribute("class");
    if (more?.includes("tree-more")) await page.keyboard.press("Enter");
    const place = await row.getAttribute("data-place");
    await page.keyboard.press("ArrowDown");
    if ((await row.getAttribute("data-place")) === place) break;
  }
  const ids = await tree.locator("tr[data-id]").evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset["id"]));
  expect([...new Set(ids)].sort()).toEqual(all.map((id) => String(world.id(id))).sort());
  // Chosen in the list, picked in the picture; walked in the picture, marked in the list.
  await explorer.row(title("after-duet")).focus();
  await page.keyboard.press("Enter");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("after-duet"));
  await explorer.stage.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(explorer.list.locator("tr.is-focus").first()).toContainText(title("duet"));
  // Three sources, three ways up.
  await page.goto("about:blank");
  await explorer.open(`/records/${world.id("duet")}/lineage`);
  await explorer.row(title("duet")).focus();
  for (const [way, source] of [[2, "stone-3"], [3, "harbour"], [1, "stem-6"]] as const) {
    await page.keyboard.press("w");
    await expect(explorer.live).toHaveText(`Way ${way} of 3: made from ${title(source)}.`);
  }
  // Selected in the list, and so in the picture.
  await page.keyboard.press(" ");
  await expect(explorer.row(title("duet"))).toHaveAttribute("aria-selected", "true");
  await expect(heading(explorer)).toHaveText("1 record selected");
  await expect.poll(async () => (await explorer.counts())["selected"]).toBe(1);
});

test("it is narrowed down, and the list says what is left out", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id(focus)}/lineage`);
  await page.getByText("Filter", { exact: true }).click();
  await expect(count(page)).toHaveText(`${lineage.length} records`);
  const form = page.getByRole("form", { name: "What is shown" });
  const everything = await marks(explorer);
  expect(everything).toBe(lineage.length);
  const videos = lineage.filter((id) => work(id).medium === "video").length;
  await expect(form.locator(".facet", { hasText: "Video" }).locator(".num"), "counted within the lineage").toHaveText(String(videos));
  await form.getByRole("checkbox", { name: "Video" }).check();
  await expect(count(page)).toHaveText(told((work) => work.medium === "video"));
  await expect.poll(() => marks(explorer)).toBe(videos);
  await expect(explorer.row(title(focus))).toContainText("left out by the filter");
  const clear = () => form.locator("[data-act='clear-filter']").click();
  await clear();
  await expect(explorer.row(title(focus))).not.toContainText("left out by the filter");
  await form.getByRole("checkbox", { name: "Never remixed" }).check();
  await expect(count(page)).toHaveText(told((work) => remixesOf(work.id).length === 0));
  await clear();
  await form.getByRole("checkbox", { name: "Several sources" }).check();
  await expect(count(page)).toHaveText(told((work) => sourcesOf(work.id).length > 1));
  await clear();
  await form.getByLabel("License").selectOption("CC0-1.0");
  await expect(count(page)).toHaveText(told((work) => work.license === "CC0-1.0"));
  await clear();
  await form.getByText("More filters").click();
  await form.getByLabel("Tag").fill("harbour");
  await expect(count(page)).toHaveText(told((work) => work.tags?.includes("harbour") === true));
  await clear();
  await form.getByLabel("Until").fill("2026-01-10");
  await expect(count(page)).toHaveText(told((work) => work.minute! < 10 * 1440));
  await clear();
  await form.getByLabel("Words").fill("bud");
  await expect(count(page)).toHaveText(told((work) => /bud/i.test(work.title!)));
  await form.getByRole("button", { name: "Select these" }).click();
  await expect(explorer.selection).toContainText("Everything the filter shows.");
  expect(await exported(page, explorer)).toEqual(titles(lineage.filter((id) => id.startsWith("bud"))));
  // A member is found, filtered by, and framed.
  await clear();
  await page.getByRole("combobox", { name: "Jump to a record or member" }).fill("world di");
  await page.getByRole("option").filter({ hasText: "member" }).first().click();
  await expect(count(page)).toHaveText(told((work) => work.author === "di"));
});

test("time goes back and plays, and a later remix comes after its sources", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id(focus)}/lineage`);
  const slider = page.getByRole("slider", { name: "Show what was published by" });
  await expect(slider).toHaveAttribute("aria-valuetext", "February 2026");
  await slider.fill("0");
  await expect.poll(() => marks(explorer), "the root alone").toBe(1);
  await expect.poll(() => Number(explorer.hash().get("until"))).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1));
  let last = 0;
  for (const step of ["600", "1500", "2600", "4095"]) {
    await slider.fill(step);
    await expect.poll(() => marks(explorer)).toBeGreaterThan(last);
    last = await marks(explorer);
  }
  expect(last).toBe(lineage.length);
  await slider.fill("0");
  await page.getByRole("button", { name: "Play" }).click();
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(200);
  await page.getByRole("button", { name: "Pause" }).click();
});

test("a lasso and shift select, the selection is summed up and taken along", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id(focus)}/lineage`);
  const one = await pixel(explorer, world.id("branch-2"));
  const other = await pixel(explorer, world.id("branch-4"));
  const draw = async () => {
    await page.mouse.move(one.x - 8, one.y - 8);
    await page.mouse.down();
    for (const [x, y] of [[other.x + 8, one.y - 8], [other.x + 8, other.y + 8], [one.x - 8, other.y + 8], [one.x - 8, one.y - 4]] as const) await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
  };
  await explorer.tool("Select with a lasso").click();
  await draw();
  await expect(explorer.selection).toContainText("picked by hand");
  const inside = await exported(page, explorer);
  for (const id of ["branch-2", "branch-3", "branch-4"]) expect(inside).toContain(title(id));
  expect(inside).not.toContain(title("branch-6"));
  await expect(heading(explorer)).toHaveText(`${inside.length} records selected`);
  await page.keyboard.down("Shift");
  const more = await pixel(explorer, world.id("branch-7"));
  await page.mouse.click(more.x, more.y);
  await page.keyboard.up("Shift");
  await expect(heading(explorer)).toHaveText(`${inside.length + 1} records selected`);
  await explorer.tool("Undo").click();
  await expect(heading(explorer)).toHaveText(`${inside.length} records selected`);
  await explorer.selection.getByRole("button", { name: "Clear", exact: true }).click();
  // What a branch is here is what came from it.
  await explorer.jump(title("branch-5"));
  await explorer.card.getByRole("button", { name: "Select branch" }).click();
  const all = ["branch-5", ...descendants("branch-5")];
  await expect(heading(explorer)).toHaveText(`${all.length} records selected`);
  expect(await exported(page, explorer)).toEqual(titles(all));
  for (const [name, kind] of [["GraphML", "graphml"], ["GEXF", "gexf"]] as const) {
    const href = await explorer.selection.getByRole("link", { name, exact: true }).getAttribute("href");
    const answer = await page.request.get(href!);
    expect(answer.headers()["content-type"]).toContain(kind);
    expect((await answer.text()).match(/<node /g)).toHaveLength(all.length);
  }
});

test("a part is folded away, and a link brings all of it back", async ({ page, explorer, world, another }) => {
  const path = `/records/${world.id(focus)}/lineage`;
  await explorer.open(path);
  const all = await marks(explorer);
  await explorer.jump(title("branch-3"));
  const inside = branch("branch-3").length - 1;
  await explorer.card.getByRole("button", { name: "Fold", exact: true }).click();
  await expect(explorer.card).toContainText(`${inside} records folded away, 2026`);
  await expect.poll(() => marks(explorer)).toBe(all - inside);
  expect(await explorer.wedges()).toBe(`+${inside} 2026`);
  await explorer.tool("Undo").click();
  await expect.poll(() => marks(explorer)).toBe(all);
  await explorer.tool("Redo").click();
  await expect.poll(() => marks(explorer)).toBe(all - inside);
  await explorer.card.getByRole("button", { name: "Select", exact: true }).click();
  await page.getByText("Filter", { exact: true }).click();
  await page.getByRole("checkbox", { name: "Video" }).check();
  await page.getByRole("checkbox", { name: "Audio" }).check();
  await expect(explorer.card).toContainText("7 records that the filter shows are folded away here");
  // The small map is there once there is more than what is seen.
  const small = page.locator("canvas.explorer-minimap");
  await explorer.fit.click();
  await explorer.still();
  await expect(small).toBeHidden();
  const whole = await explorer.camera();
  await explorer.setCamera(whole.x - 40, whole.y + 15, whole.scale * 2.4);
  await expect(small).toBeVisible();
  const camera = await explorer.still();
  // The address is of where the view rests now.
  await expect.poll(() => explorer.hash().get("at")?.split(",")[2]).toBe(camera.scale.toFixed(4));

  const visitor = await another();
  await visitor.goto(page.url());
  const theirs = new Explorer(visitor);
  await theirs.alive();
  const same = await theirs.still();
  expect(same.x).toBeCloseTo(camera.x, 1);
  expect(same.y).toBeCloseTo(camera.y, 1);
  expect(same.scale).toBeCloseTo(camera.scale, 3);
  await expect(theirs.card).toContainText("7 records that the filter shows are folded away here");
  await expect(theirs.selection.getByRole("heading", { level: 2 })).toHaveText("1 record selected");
  await expect(visitor.locator(".sheet-toggle")).toHaveText(/^Filter: \d+ of \d+$/);
  await visitor.locator(".sheet-toggle").click();
  await expect(visitor.getByRole("checkbox", { name: "Video" })).toBeChecked();
  await expect.poll(async () => (await theirs.counts())["marks"]).toBe((await explorer.counts())["marks"]);
  // On a telephone the layout is another; the same record is in the middle all the same.
  await visitor.setViewportSize({ width: 390, height: 844 });
  await visitor.goto("about:blank");
  await visitor.goto(page.url());
  await theirs.alive();
  await expect(theirs.card).toContainText("folded away here");
  await expect(theirs.notices).toBeEmpty();
  expect((await theirs.still()).scale).toBeCloseTo(camera.scale, 2);
});

test("the small map is dragged, and the view follows", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id(focus)}/lineage`);
  const whole = await explorer.still();
  await explorer.setCamera(whole.x, whole.y, whole.scale * 3);
  await page.locator("canvas.explorer-minimap").scrollIntoViewIfNeeded();
  const box = (await page.locator("canvas.explorer-minimap").boundingBox())!;
  const before = await explorer.camera();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.5, { steps: 4 });
  await page.mouse.up();
  const after = await explorer.still();
  expect(after.x).toBeGreaterThan(before.x + 50);
  expect(after.scale).toBe(before.scale);
});

test("the files show what the screen shows", async ({ page, explorer, world, another }) => {
  await explorer.open(`/records/${world.id(focus)}/lineage`);
  await page.getByText("Filter", { exact: true }).click();
  await page.getByRole("checkbox", { name: "Audio" }).check();
  await page.locator(".sheet-toggle").click();
  const camera = await explorer.still();
  await explorer.setCamera(camera.x + 20, camera.y, camera.scale * 1.5);
  const shown = await marks(explorer);
  const file = async (name: string) => {
    const button = page.getByRole("button", { name });
    if (!(await button.isVisible())) await page.getByLabel("Share what is seen").click();
    const download = page.waitForEvent("download");
    await button.click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  const svg = (await file("Picture as SVG")).toString("utf8");
  expect(svg.match(/class="lin-mark /g)).toHaveLength(shown);
  const { scale, x } = await explorer.camera();
  const view = /viewBox="([^"]+)"/.exec(svg)![1]!.split(" ").map(Number);
  expect(view[0]! + view[2]! / 2).toBeCloseTo(x, 0);
  const box = (await explorer.stage.boundingBox())!;
  expect(box.width / view[2]!).toBeCloseTo(scale, 1);
  const png = await file("Picture as PNG");
  // Where no policy of the site forbids to look into the pictures.
  const bench = await another();
  expect(Math.abs(png.readUInt32BE(16) - box.width)).toBeLessThan(2);
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
        return Array.from({ length: data.length / 4 }, (_, at) => data[at * 4]! + data[at * 4 + 1]! + data[at * 4 + 2]! < 560);
      };
      const one = await inked(`data:image/svg+xml;base64,${svg}`);
      const other = await inked(`data:image/png;base64,${png}`);
      return one.filter((ink, at) => ink && other[at]).length / one.filter((ink, at) => ink || other[at]).length;
    },
    { svg: Buffer.from(svg).toString("base64"), png: png.toString("base64"), width: png.readUInt32BE(16), height: png.readUInt32BE(20) },
  );
  expect(alike).toBeGreaterThan(0.55);
});

test("it breaks no rule with everything open, is seen in forced colours, and fits", async ({ page, explorer, world }) => {
  await explorer.open(`/records/${world.id(focus)}/lineage#focus=${world.id("stem-6")}&subtree=${world.id("stem-5")}&records=${world.id("stem-6")}`);
  await expect(explorer.card).toBeVisible();
  await expect(explorer.selection).toBeVisible();
  await page.getByText("Filter", { exact: true }).click();
  await expectAccessible(page);
  await page.emulateMedia({ forcedColors: "active" });
  const row = explorer.row(title("stem-6"));
  const colours = await row.locator("td").first().evaluate((cell) => [getComputedStyle(cell).color, getComputedStyle(cell.closest("tr")!).backgroundColor]);
  expect(colours[0]).not.toBe(colours[1]);
  await page.emulateMedia({ forcedColors: null });
  await expectFits(page);
});

/** A root with a chain of eleven and many remixes. */
const tree: Corpus = { works: [{ id: "root", title: "The root", medium: "audio" }], links: [] };
for (let n = 1; n < 8; n++) {
  tree.works.push({ id: `w${n}`, title: `Work ${n}`, medium: n % 2 ? "image" : "text" });
  tree.links.push([`w${n}`, n < 5 ? (n === 1 ? "root" : `w${n - 1}`) : "root"]);
}

fresh.describe("while others publish", () => {
  fresh.use({ corpus: tree });

  fresh("new remixes appear where nothing moves, and a map laid out anew changes nothing", async ({ page, explorer, own, another, makeMember, problems }) => {
    const answer = (await (await fetch(`${own.url}/api/v1/records?limit=100`)).json()) as { records: { id: number; title: string }[] };
    const id = (title: string) => answer.records.find((record) => record.title === title)!.id;
    await explorer.open(`/records/${id("The root")}/lineage#records=${id("Work 2")},${id("Work 3")}`);
    await page.getByText("Filter", { exact: true }).click();
    await expect(heading(explorer)).toHaveText("2 records selected");
    await explorer.jump("Work 4");
    const before = { camera: await explorer.still(), marks: await marks(explorer), at: await pixel(explorer, id("Work 2")) };
    const other = await another(makeMember());
    const made = await publish(other, { title: "A remix by another", sources: [{ id: id("Work 4") }] });
    await expect(explorer.notices).toContainText("1 new record just appeared.");
    await expect.poll(() => marks(explorer)).toBe(before.marks + 1);
    expect(await explorer.camera()).toEqual(before.camera);
    await expect(count(page)).toHaveText("9 records");
    // It is a record like any other.
    await explorer.stage.focus();
    await page.keyboard.press("ArrowRight");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("A remix by another");
    await expect(explorer.row("A remix by another")).toHaveClass(/is-focus/);

    // With so few records, the next ones lay the map out anew.
    const epoch = async () => ((await (await fetch(`${own.url}/api/v1/map`)).json()) as { epoch: string }).epoch;
    const old = await epoch();
    for (let n = 0; n < 3; n++) await publish(other, { title: `New ${n}`, sources: [{ id: made }] });
    await expect.poll(epoch).not.toBe(old);
    await expect(explorer.notices).not.toContainText("laid out anew");
    await expect.poll(() => marks(explorer)).toBe(before.marks + 4);
    await expect(heading(explorer), "what was selected still is").toHaveText("2 records selected");
    await expect.poll(async () => (await explorer.counts())["selected"]).toBe(2);
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("A remix by another");
    await page.keyboard.press("ArrowRight");
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(/^New \d$/);
    await page.getByRole("checkbox", { name: "Image" }).check();
    await expect(count(page)).toHaveText("4 of 12 records");
    const csv = explorer.selection.getByRole("link", { name: "CSV" });
    await expect.poll(async () => (await page.request.get((await csv.getAttribute("href"))!)).status()).toBe(200);
    // The browser tells of answers for the old map, if any were asked for.
    expect(problems.splice(0).filter((problem) => !problem.includes("410"))).toEqual([]);
  });

  fresh("what cannot be had is told, with a button that does it again", async ({ page, explorer, own, problems }) => {
    const answer = (await (await fetch(`${own.url}/api/v1/records?limit=100`)).json()) as { records: { id: number; title: string }[] };
    const root = answer.records.find((record) => record.title === "The root")!.id;
    let failing = false;
    await page.route(/\/api\/v1\/map\/[^/]+\/find/, (route) => (failing ? route.abort() : route.continue()));
    await explorer.open(`/records/${root}/lineage#focus=${root}`);
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText("The root");
    failing = true;
    await explorer.stage.focus();
    await page.keyboard.press("ArrowRight");
    await expect(explorer.notices).toContainText("The server could not be reached.");
    failing = false;
    await explorer.notices.getByRole("button", { name: "Try again" }).click();
    await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(/^Work /);
    problems.splice(0);
  });
});
