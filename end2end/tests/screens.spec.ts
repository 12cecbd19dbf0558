// Pictures of every page for people to look at, in `results/screens`. They are no assertions.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { idOf, importCorpus, type Link, type Work } from "./corpus";
import { png, wav } from "./files";
import { awake, expect, signIn, test } from "./fixtures";
import { describeUpload, license, publish, publishButton } from "./making";
import type { Page } from "@playwright/test";

const folder = join(import.meta.dirname, "..", "results", "screens");
const sizes = [360, 768, 1280];

async function take(page: Page, name: string, path: string) {
  mkdirSync(folder, { recursive: true });
  await page.goto(path);
  await awake(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of sizes) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}

async function upload(page: Page, name: string, mimeType: string, buffer: Buffer, title: string): Promise<string> {
  await page.goto("/records/new");
  await awake(page);
  await page.getByLabel("Choose files").setInputFiles({ name, mimeType, buffer });
  await describeUpload(page);
  await page.getByLabel("Title").fill(title);
  await license(page, "CC BY 4.0").check();
  await publishButton(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname;
}

test("pictures of every page @screens", async ({ page, makeMember }, info) => {
  test.skip(!process.env.UNDERSTORY_E2E_SCREENS, "UNDERSTORY_E2E_SCREENS is not set");
  test.setTimeout(600_000);
  const works: Work[] = Array.from({ length: 60 }, (_, n) => ({
    id: `w${n}`,
    title: ["Harbour lights", "Low tide, the whole of it", "أغنية الميناء", "Gulls at four in the morning, before anybody is up", "Tin roof"][n % 5]! + ` ${n}`,
    medium: (["text", "image", "audio", "video", "code"] as const)[n % 5]!,
    author: `person ${n % 7}`,
    tags: ["harbour", "slow"],
  }));
  const links: Link[] = works.slice(1).flatMap((work, n): Link[] => (n > 4 ? [[work.id, `w${Math.floor(n / 3)}`], [work.id, `w${n - 3}`]] : [[work.id, `w${Math.floor(n / 3)}`]]));
  const corpus = importCorpus(info.project.name, works, links);
  const focus = await idOf(page.request, corpus, "w5");
  await page.goto(`/records/${focus}`);
  const author = (await page.locator(".record-by .name").getAttribute("href"))!;
  const pages: [string, string][] = [
    ["home-visitor", "/"],
    ["records", "/records"],
    ["records-narrowed", `/records?q=${corpus}&medium=audio`],
    ["records-none", "/records?q=nothing-of-the-kind"],
    ["record", `/records/${focus}`],
    ["lineage", `/records/${focus}/lineage`],
    ["member", author],
    ["sign-in", "/sign-in"],
    ["sign-up", "/sign-up"],
    ["not-found", "/nothing"],
    ["sign-in-needed", "/me"],
  ];
  for (const [name, path] of pages) await take(page, name, path);

  await signIn(page, makeMember());
  const image = await upload(page, "Low tide.png", "image/png", png(1600, 1000, 4), "Low tide, from the pier");
  const audio = await upload(page, "hum.wav", "audio/wav", wav(8, 220), "A hum into the phone");
  const sources = [image, audio].map((path) => ({ id: Number(/\d+/.exec(path)![0]), used: "The whole of it, slowed down" }));
  const text = await publish(page, { title: "What the tide said", body: "# One\n\nIt said *nothing*.\n\n> and then again\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |", description: "Read it aloud.", tags: "tide, pier", sources });
  const code = await publish(page, { title: "tide.rs", medium: "code", language: "Rust", body: Array.from({ length: 30 }, (_, n) => `let line_${n} = ${n}; // ${"x".repeat(n * 4)}`).join("\n") });
  const draft = await publish(page, { title: "Half of a draft", sources }, "save");
  const gone = await publish(page, { title: "Taken back" });
  await page.request.post("/records/withdraw", { form: { id: String(gone) }, headers: { origin: new URL(page.url()).origin } });
  const own: [string, string][] = [
    ["home-member", "/"],
    ["new", "/records/new"],
    ["remix", `/records/${text}/remix`],
    ["edit", `/records/${draft}/edit`],
    ["draft", `/records/${draft}`],
    ["edit-published", `/records/${text}/edit`],
    ["record-text", `/records/${text}`],
    ["record-code", `/records/${code}`],
    ["record-image", image],
    ["record-audio", audio],
    ["record-withdrawn", `/records/${gone}`],
    ["me", "/me"],
  ];
  for (const [name, path] of own) await take(page, name, path);
});
