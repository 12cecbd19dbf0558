// Records made through the site's own forms: as a person fills them in, and sent directly where they are not the point.
import { expect, type Page } from "@playwright/test";
import { randomBytes } from "node:crypto";
import { turnPage } from "./fixtures";

export interface Typed {
  title: string;
  body?: string;
  license?: string;
  medium?: "text" | "code";
  language?: string;
  description?: string;
  tags?: string;
  sources?: { id: number; used?: string }[];
}

/** The id in the address of a record's page. */
export function idIn(page: Page): number {
  const found = /\/records\/(\d+)/.exec(page.url());
  expect(found, page.url()).not.toBeNull();
  return Number(found![1]);
}

/** Sends the form of a new record as the page's member; answers its id. */
export async function publish(page: Page, typed: Typed, intent: "publish" | "save" = "publish"): Promise<number> {
  const { sources = [], ...fields } = { license: "CC-BY-4.0", medium: "text" as const, body: `The body of ${typed.title}`, ...typed };
  const form: Record<string, string> = { ...fields, intent };
  sources.forEach((source, row) => {
    form[`sources[${row}][id]`] = String(source.id);
    form[`sources[${row}][used]`] = source.used ?? "";
  });
  const answer = await page.request.post("/records/new", {
    form,
    maxRedirects: 0,
    headers: { accept: "text/html", origin: new URL((await page.request.get("/robots.txt")).url()).origin },
  });
  const place = answer.headers()["location"] ?? "";
  expect(place, `${answer.status()}`).toMatch(/^\/records\/\d+\?done=/);
  return Number(/\d+/.exec(place)![0]);
}

/** Chooses a license by its name. */
export const license = (page: Page, name: string) => page.getByRole("group", { name: "License" }).getByRole("radio", { name: new RegExp(`^${name}`) });

/** The button that publishes the form, and the one that keeps it as a draft. */
export const publishButton = (page: Page) => page.locator(".form-end").getByRole("button", { name: "Publish" });
export const draftButton = (page: Page) => page.locator(".form-end").getByRole("button", { name: "Save draft" });

/** A record's heart, on its page. */
export const heartButton = (page: Page) => page.locator(".record-acts").getByRole("button", { name: /^Heart/ });

/** Gives a heart or takes it back, and waits for the answer: what is seen at once is seen before it. */
export async function pressHeart(page: Page) {
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === "/records/heart");
  await heartButton(page).click();
  expect((await answered).status()).toBeLessThan(400);
}

/** Goes from a file that was put up to the form that describes it. */
export const describeUpload = (page: Page) => turnPage(page.locator(".uploads .upload").getByRole("link", { name: "Describe it" }));

/** A small film, recorded by the browser itself. */
export async function film(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 160;
    canvas.height = 90;
    const brush = canvas.getContext("2d")!;
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm;codecs=vp8" });
    const parts: Blob[] = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const ended = new Promise((done) => (recorder.onstop = done));
    recorder.start();
    for (let frame = 0; frame < 15; frame++) {
      brush.fillStyle = `hsl(${frame * 20} 80% 50%)`;
      brush.fillRect(0, 0, 160, 90);
      await new Promise((next) => setTimeout(next, 50));
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  return Buffer.from(base64, "base64");
}

/** Bytes that no compression and no deduplication makes smaller. */
export const noise = (bytes: number) => randomBytes(bytes);
