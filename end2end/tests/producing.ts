// Productions made by sending their forms, where making them is not the point.
import { expect, type Page } from "@playwright/test";

/** Sends a form as the page's member. */
export async function send(page: Page, path: string, form: Record<string, string>) {
  const origin = new URL((await page.request.get("/robots.txt")).url()).origin;
  return page.request.post(path, { form, maxRedirects: 0, headers: { accept: "text/html", origin } });
}

/** Plans a production as the page's director; answers its id. */
export async function plan(page: Page, title: string): Promise<number> {
  const answer = await send(page, "/productions/new", { title });
  const place = answer.headers()["location"] ?? "";
  expect(place, `${answer.status()}`).toMatch(/^\/productions\/\d+\/edit/);
  return Number(/\d+/.exec(place)![0]);
}

/** Includes records; answers the version after it. */
export async function include(page: Page, id: number, records: number[], version = 1): Promise<number> {
  for (const record of records) {
    const form = { id: String(id), version: String(version), act: "add", record: String(record) };
    expect((await send(page, "/productions/edit", form)).status()).toBe(303);
    version += 1;
  }
  return version;
}
