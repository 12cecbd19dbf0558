// What takes a picture, a heart or a busy machine.
import { awake, expect } from "./fixtures";
import { type Corpus, fresh as test } from "./explorer/explorer";
import { describeUpload, heartButton, idIn, license, pressHeart, publish, publishButton } from "./making";

const tree: Corpus = { works: [{ id: "root", title: "The root", medium: "audio" }], links: [] };
for (let n = 1; n < 60; n++) {
  tree.works.push({ id: `w${n}`, title: `Work ${n}`, medium: "text" });
  tree.links.push([`w${n}`, n < 12 ? (n === 1 ? "root" : `w${n - 1}`) : "root"]);
}
test.use({ corpus: tree });

async function idOf(url: string, title: string): Promise<number> {
  const answer = (await (await fetch(`${url}/api/v1/records?limit=100`)).json()) as { records: { id: number; title: string }[] };
  return answer.records.find((record) => record.title === title)!.id;
}

test("an image that is near shows what it is a picture of", async ({ page, explorer, own: _, another, makeMember, problems }) => {
  const author = await another(makeMember());
  // Red all over, so that it can be told from its mark.
  const red = await author.evaluate(async () => {
    const canvas = new OffscreenCanvas(320, 320);
    const brush = canvas.getContext("2d")!;
    brush.fillStyle = "rgb(250, 20, 30)";
    brush.fillRect(0, 0, 320, 320);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    return Array.from(bytes);
  });
  await author.goto("/records/new");
  await awake(author);
  await author.getByLabel("Choose files").setInputFiles({ name: "red.png", mimeType: "image/png", buffer: Buffer.from(red) });
  await describeUpload(author);
  await author.getByLabel("Title").fill("A red picture");
  await license(author, "CC BY 4.0").check();
  await publishButton(author).click();
  await author.waitForURL(/\/records\/\d+(\?|$)/);
  const id = idIn(author);
  const words = await publish(author, { title: "Words on red", sources: [{ id }] });
  const reds = () =>
    page.locator(".explorer-canvas").evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      let reds = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at]! > 230 && data[at + 1]! < 60 && data[at + 2]! < 70) reds++;
      return reds;
    });
  for (const [path, near] of [["/map", 40], [`/records/${words}/lineage`, 4]] as const) {
    let asked = 0;
    await page.route("**/media/**", async (route) => {
      asked++;
      await route.continue();
    });
    await explorer.open(path);
    if (path === "/map") await explorer.near(id, 6);
    await explorer.still();
    expect(asked, "from afar nothing is loaded").toBe(0);
    expect(await reds()).toBe(0);
    if (path === "/map") await explorer.near(id, near);
    else {
      await explorer.jump("A red picture");
      const { x, y } = await explorer.still();
      await explorer.setCamera(x, y, near);
    }
    await expect.poll(reds, path).toBeGreaterThan(200);
    expect(asked).toBeGreaterThan(0);
    await page.unroute("**/media/**");
  }
  // What a lineage is of stands large in it as it opens.
  await explorer.open(`/records/${id}/lineage`);
  await expect.poll(reds, "the picked record's picture is there at once").toBeGreaterThan(200);
  // The browser remarks on how often its pixels are read here.
  expect(problems.splice(0).filter((problem) => !problem.includes("getImageData"))).toEqual([]);
});

test("hearts narrow the map down", async ({ page, explorer, own, another, makeMember }) => {
  const [one, other] = [await another(makeMember()), await another(makeMember())];
  const loved = [await idOf(own.url, "Work 3"), await idOf(own.url, "Work 7")];
  for (const [member, records] of [[one, loved], [other, loved.slice(0, 1)]] as const) {
    for (const id of records) {
      await member.goto(`/records/${id}`);
      await pressHeart(member);
      await expect(heartButton(member)).toHaveAttribute("aria-pressed", "true");
    }
  }
  for (const path of ["/map", `/records/${await idOf(own.url, "The root")}/lineage`]) {
    await explorer.open(path);
    if (path !== "/map") await page.locator(".sheet-toggle").click();
    await page.getByText("More filters").click();
    await page.getByLabel("Hearts, at least").fill("1");
    await expect(page.locator("[data-count]")).toHaveText("2 of 60 records");
    await page.getByLabel("Hearts, at least").fill("2");
    await expect(page.locator("[data-count]")).toHaveText("1 of 60 records");
    await page.getByRole("button", { name: "Select these" }).click();
    await explorer.selection.getByText("Most remixed").click();
    await expect(explorer.selection.getByRole("listitem").getByRole("button")).toHaveText("Work 3");
  }
});

test("a member's new record is found and framed with the rest", async ({ page, explorer, own, another, makeMember }) => {
  const member = makeMember();
  const author = await another(member);
  const root = await idOf(own.url, "The root");
  const made = [
    await publish(author, { title: "Mine at the root", sources: [{ id: root }] }),
    await publish(author, { title: "Mine at the end", sources: [{ id: await idOf(own.url, "Work 11") }] }),
  ];
  await explorer.open();
  const whole = await explorer.still();
  await page.getByRole("combobox", { name: "Jump to a record or member" }).fill(member.name);
  await page.getByRole("option").filter({ hasText: "member, 2 records" }).click();
  await expect(page.locator("[data-count]")).toHaveText("2 of 62 records");
  const framed = await explorer.still();
  expect(framed.scale).toBeGreaterThan(whole.scale * 0.8);
  const stage = (await explorer.stage.boundingBox())!;
  for (const id of made) {
    const at = await explorer.pixel(id);
    expect(at.x > stage.x && at.x < stage.x + stage.width && at.y > stage.y && at.y < stage.y + stage.height).toBe(true);
  }
});

test.describe("with fingers", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("two taps are a double tap by when they happened, however late they are heard", async ({ page, explorer, own }) => {
    await explorer.open();
    const id = await idOf(own.url, "Work 5");
    await explorer.near(id, 14);
    const at = await explorer.pixel(id);
    // The first tap holds the page up for longer than two taps may lie apart.
    await page.evaluate(() => {
      addEventListener("pointerup", () => {
        for (const end = performance.now() + 900; performance.now() < end; );
      }, { once: true });
    });
    const session = await page.context().newCDPSession(page);
    const now = Date.now() / 1000;
    const touch = (type: "touchStart" | "touchEnd", after: number) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchStart" ? [at] : [], timestamp: now + after });
    await Promise.all([touch("touchStart", 0), touch("touchEnd", 0.03), touch("touchStart", 0.13), touch("touchEnd", 0.16)]);
    await expect.poll(async () => (await explorer.camera()).scale).toBeGreaterThan(20);
  });
});
