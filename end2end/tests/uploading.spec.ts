import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { png, wav } from "./files";
import { awake, expect, expectAccessible, expectFits, test, turnPage, unique } from "./fixtures";
import { describeUpload, film, idIn, license, noise, publish, publishButton } from "./making";
import type { Page } from "@playwright/test";

const files = (page: Page) => page.getByLabel("Choose files");
const rows = (page: Page) => page.locator(".uploads .upload");

async function ready(page: Page) {
  await page.goto("/records/new");
  await awake(page);
}

/** Slows the connection down, to bytes a second; answers what makes it fast again. */
async function slowly(page: Page, bytes: number) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const upload = (uploadThroughput: number) =>
    session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await upload(bytes);
  return () => upload(-1);
}

/** Files that are arriving, or were left behind: also those of others. */
function arriving(project: string): string[] {
  const folder = join(process.env.UNDERSTORY_E2E_DATA as string, project === "postgres" ? "postgres" : "sqlite", "arriving");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("an image is put up, described, published and shown @smoke", async ({ page, member }) => {
  await ready(page);
  await files(page).setInputFiles({ name: "Low tide.png", mimeType: "image/png", buffer: png(1200, 800, 3) });
  await expect(rows(page)).toHaveClass(/is-done/);
  await describeUpload(page);
  await expect(page.getByLabel("Title")).toHaveValue("Low tide");
  await page.getByLabel("Title").fill(`Low tide of ${member.handle}`);
  await license(page, "CC BY 4.0").check();
  await publishButton(page).click();
  await expect(page.getByRole("status").first()).toContainText("Published");
  const picture = page.locator(".work-image img");
  await expect(picture).toHaveAttribute("srcset", /\d+w, .*\d+w/);
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(300);
  await expect(page.locator(".record-head")).toContainText("1200 × 800");
  await expectAccessible(page);
  await expectFits(page);
  const download = page.waitForEvent("download");
  await page.locator(".record-acts").getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toContain(".png");
});

test("a sound is played, and one seeks in it", async ({ page, member, request }) => {
  await ready(page);
  await files(page).setInputFiles({ name: "tone.wav", mimeType: "audio/wav", buffer: wav(60, 300 + Math.random() * 200) });
  await describeUpload(page);
  await page.getByLabel("Title").fill(`A tone of ${member.handle}`);
  await license(page, "CC0").check();
  await publishButton(page).click();
  await expect(page.locator(".player")).toHaveClass(/is-live/);
  await expect(page.locator(".player-bar .end")).toHaveText("1:00");
  const seek = page.getByRole("slider", { name: "Seek" });
  await seek.fill("4");
  await expect(seek).toHaveAttribute("aria-valuetext", "0:04 of 1:00");
  await expect.poll(() => page.locator("audio").evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeCloseTo(4, 0);
  await page.getByRole("button", { name: "Play" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  const source = await page.locator("audio").getAttribute("src");
  const part = await request.get(source!, { headers: { range: "bytes=0-99" } });
  expect(part.status()).toBe(206);
  expect(part.headers()["content-range"]).toMatch(/^bytes 0-99\/\d+$/);
});

test("a film is put up and plays in the page", async ({ page, member, another }) => {
  const buffer = await film(await another());
  await ready(page);
  await files(page).setInputFiles({ name: "colours.webm", mimeType: "video/webm", buffer });
  await describeUpload(page);
  await page.getByLabel("Title").fill(`Colours of ${member.handle}`);
  await license(page, "CC BY-SA 4.0").check();
  await publishButton(page).click();
  const video = page.locator(".work-video video");
  await expect(video).toBeVisible();
  await expect.poll(() => video.evaluate((film: HTMLVideoElement) => film.readyState)).toBeGreaterThan(0);
  expect(await video.evaluate((film: HTMLVideoElement) => film.videoWidth)).toBe(160);
  await expectAccessible(page);
  await expectFits(page);
});

test("several files go one after the other, with progress", async ({ page, member }) => {
  await ready(page);
  const hurry = await slowly(page, 30_000);
  await files(page).setInputFiles([
    { name: "first.wav", mimeType: "audio/wav", buffer: wav(25, 200 + Math.random() * 100) },
    { name: "second.png", mimeType: "image/png", buffer: png(300, 300, 5) },
    { name: "third.txt", mimeType: "text/plain", buffer: Buffer.from(`A text of ${member.handle}`) },
  ]);
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toHaveClass(/is-sending/);
  await expect(rows(page).nth(1)).toHaveClass(/is-waiting/);
  const bar = rows(page).nth(0).getByRole("progressbar");
  await expect.poll(async () => Number(await bar.getAttribute("value"))).toBeGreaterThan(5);
  await expect(rows(page).nth(0).locator(".upload-state")).toHaveText(/^\d+% · \d+ KB of \d+ KB$/);
  await hurry();
  await expect(page.locator(".uploads .is-done")).toHaveCount(3);
  await expect(page.locator(".uploader [role=status]")).toHaveText("3 of 3 files up.");
  await page.goto("/me");
  await expect(page.locator("#drafts .line")).toHaveCount(3);
});

test("an upload is cancelled, and nothing stays behind", async ({ page, member }, info) => {
  await ready(page);
  const hurry = await slowly(page, 100_000);
  await files(page).setInputFiles([
    { name: "large.wav", mimeType: "audio/wav", buffer: Buffer.concat([wav(1), noise(3_000_000)]) },
    { name: "small.png", mimeType: "image/png", buffer: png(40, 40, 7) },
  ]);
  const large = rows(page).filter({ hasText: "large.wav" });
  await expect.poll(async () => Number(await large.getByRole("progressbar").getAttribute("value"))).toBeGreaterThan(3);
  const before = arriving(info.project.name);
  expect(before).not.toEqual([]);
  await large.getByRole("button", { name: "Cancel large.wav" }).click();
  await expect(large).toHaveCount(0);
  await hurry();
  await expect(rows(page)).toHaveClass(/is-done/);
  const left = () => arriving(info.project.name).filter((file) => before.includes(file));
  await expect.poll(left, { timeout: 30_000 }).toEqual([]);
  await page.goto("/me");
  await expect(page.locator("#drafts .line")).toHaveCount(1);
  expect(member.handle).toBeTruthy();
});

test("a connection that drops is tried again", async ({ page, member, problems }) => {
  let dropped = 0;
  await page.route("**/uploads", (route) => (dropped++ === 0 ? route.abort("connectionreset") : route.continue()));
  await ready(page);
  await files(page).setInputFiles({ name: "again.png", mimeType: "image/png", buffer: png(60, 60, 9) });
  await expect(rows(page)).toHaveClass(/is-failed/);
  await expect(rows(page)).toContainText("The connection dropped. Try again.");
  await expectAccessible(page);
  await rows(page).getByRole("button", { name: "Try again" }).click();
  await expect(rows(page)).toHaveClass(/is-done/);
  await expect.poll(() => problems.join()).toContain("ERR_CONNECTION_RESET");
  problems.splice(0);
  expect(member.handle).toBeTruthy();
});

test("files are dropped on the page", async ({ page, member }, info) => {
  await ready(page);
  const path = join(info.outputPath(), "dropped.png");
  writeFileSync(info.outputPath("dropped.png"), png(80, 60, 11));
  const box = (await page.locator(".drop").boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data: { items: [], files: [path], dragOperationsMask: 1 } };
  await session.send("Input.dispatchDragEvent", { type: "dragEnter", ...at });
  await session.send("Input.dispatchDragEvent", { type: "dragOver", ...at });
  await expect(page.locator(".drop")).toHaveClass(/is-over/);
  await session.send("Input.dispatchDragEvent", { type: "drop", ...at });
  await expect(rows(page)).toContainText("dropped.png");
  await expect(rows(page)).toHaveClass(/is-done/);
  await expect(page.locator(".drop")).not.toHaveClass(/is-over/);
  expect(member.handle).toBeTruthy();
});

test("what is chosen before the page is awake is put up all the same", async ({ page, member }) => {
  let wake = () => {};
  const held = new Promise<void>((resolve) => (wake = resolve));
  await page.route("**/understory_bg*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/records/new", { waitUntil: "domcontentloaded" });
  await files(page).setInputFiles({ name: "early.png", mimeType: "image/png", buffer: png(60, 60, 31) });
  await expect(rows(page)).toHaveCount(0);
  wake();
  await expect(rows(page)).toHaveClass(/is-done/);
  await expect(rows(page)).toContainText("early.png");
  expect(member.handle).toBeTruthy();
});

test("what is not what it says is refused with the reason @plain", async ({ page, member, problems, javaScriptEnabled }) => {
  await page.goto("/records/new");
  const said = { name: "picture.png", mimeType: "image/png", buffer: Buffer.from("<script>alert(1)</script>") };
  await files(page).setInputFiles(said);
  if (javaScriptEnabled === false) {
    await page.getByRole("button", { name: "Put them up" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
  } else {
    await expect(rows(page)).toHaveClass(/is-failed/);
    await expect(rows(page).locator(".upload-state")).not.toBeEmpty();
    await expect.poll(() => problems.join()).toContain("415");
    problems.splice(0);
  }
  await page.goto("/me");
  await expect(page.locator("#drafts .line")).toHaveCount(0);
  expect(member.handle).toBeTruthy();
});

test("without JavaScript files are put up by a plain form @noscript", async ({ page, member }) => {
  await page.goto("/records/new");
  await files(page).setInputFiles({ name: "plain.png", mimeType: "image/png", buffer: png(90, 90, 13) });
  await page.getByRole("button", { name: "Put them up" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Edit a draft");
  await expect(page.getByLabel("Title")).toHaveValue("plain");
  await page.getByLabel("Title").fill(`Plainly, ${member.handle}`);
  await license(page, "CC0").check();
  await publishButton(page).click();
  await expect(page.locator(".work-image img")).toBeVisible();

  await page.goto("/records/new");
  await files(page).setInputFiles([
    { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("one") },
    { name: "two.wav", mimeType: "audio/wav", buffer: wav(1) },
  ]);
  await page.getByRole("button", { name: "Put them up" }).click();
  await expect(page).toHaveURL(/\/me/);
  await expect(page.locator("#drafts .line")).toHaveCount(2);
});

test("a sound plays by the browser's own controls without JavaScript @noscript", async ({ page, member }) => {
  await page.goto("/records/new");
  await files(page).setInputFiles({ name: "tone.wav", mimeType: "audio/wav", buffer: wav(2) });
  await turnPage(page.getByRole("button", { name: "Put them up" }));
  await license(page, "CC0").check();
  await publishButton(page).click();
  await expect(page.locator("audio[controls]")).toBeVisible();
  await expect(page.locator(".player-seek")).toBeHidden();
  expect(member.handle).toBeTruthy();
});

test("a remix is a file, with its source chosen before it is put up @smoke", async ({ page, member }) => {
  const source = await publish(page, { title: unique("Before the file") });
  await page.goto(`/records/${source}/remix`);
  await awake(page);
  await files(page).setInputFiles({ name: "after.png", mimeType: "image/png", buffer: png(70, 70, 15) });
  await describeUpload(page);
  await expect(page.locator(".source .line-title")).toHaveText([/^Before the file/]);
  await page.getByLabel("What did you use?").fill("All of it");
  await license(page, "CC BY 4.0").check();
  await publishButton(page).click();
  await expect(page.locator("#made-from q")).toHaveText("All of it");
  expect(idIn(page)).not.toBe(source);
  expect(member.handle).toBeTruthy();
});
