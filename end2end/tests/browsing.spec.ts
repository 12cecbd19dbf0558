import { idOf, importCorpus, type Link, type Work } from "./corpus";
import { expect, expectAccessible, expectFits, test, turnPage, unique } from "./fixtures";
import type { Page } from "@playwright/test";

const titles = (page: Page) => page.locator("main .grid .rec-title");
const search = (page: Page) => turnPage(page.getByRole("main").getByRole("button", { name: "Search" }));

/** Five records of five kinds; the first is remixed twice, the second once. */
function five(project: string, word: string) {
  const works: Work[] = [
    { id: "a", title: `${word} text`, medium: "text", license: "CC-BY-4.0", tags: [`${word} one`], author: "ada" },
    { id: "b", title: `${word} picture`, medium: "image", license: "CC0-1.0", tags: [`${word} one`], author: "bea" },
    { id: "c", title: `${word} sound`, medium: "audio", license: "CC-BY-4.0", author: "cleo" },
    { id: "d", title: `${word} film`, medium: "video", license: "CC-BY-4.0", author: "ada" },
    { id: "e", title: `${word} code`, medium: "code", license: "CC-BY-4.0", author: "dora" },
  ];
  return importCorpus(project, works, [["b", "a"], ["c", "a"], ["d", "b"]]);
}

test("records are searched, narrowed down, sorted, and set free again @plain @smoke", async ({ page }, info) => {
  const word = unique("kelp").replace("-", "");
  const corpus = five(info.project.name, word);
  await page.goto("/");
  await page.getByRole("banner").getByRole("searchbox").first().fill(word);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/records\\?q=${word}`));
  await expect(titles(page)).toHaveText(["code", "film", "sound", "picture", "text"].map((kind) => `${word} ${kind}`));

  const fold = page.getByText("Narrow it down");
  const open = async () => (await fold.isVisible()) && !(await page.getByLabel("Author").isVisible()) && (await fold.click());
  await open();
  await page.getByRole("radio", { name: /Audio/ }).check();
  await turnPage(page.getByRole("button", { name: "Show" }));
  await expect(titles(page)).toHaveText([`${word} sound`]);
  await turnPage(page.locator(".chosen").getByRole("link", { name: /Audio/ }));
  await expect(titles(page)).toHaveCount(5);

  await open();
  await page.getByLabel("Tag").fill(`${word} one`);
  await search(page);
  await expect(titles(page)).toHaveText([`${word} picture`, `${word} text`]);
  await open();
  await page.getByLabel("License").selectOption("CC0-1.0");
  await search(page);
  await expect(titles(page)).toHaveText([`${word} picture`]);
  await page.locator(".chosen").getByRole("link", { name: "Clear all" }).click();
  await expect(page).toHaveURL("/records");

  await page.goto(`/records?q=${word}`);
  await open();
  await page.getByLabel("Never remixed").check();
  await search(page);
  await expect(titles(page)).toHaveText([`${word} code`, `${word} film`, `${word} sound`]);

  await page.goto(`/records?q=${word}`);
  await page.getByLabel("Sort").selectOption("remixes");
  await search(page);
  await expect(titles(page).first()).toHaveText(`${word} text`);
  await expect(titles(page).nth(1)).toHaveText(`${word} picture`);
  await page.getByLabel("Sort").selectOption("oldest");
  await search(page);
  await expect(titles(page)).toHaveText(["text", "picture", "sound", "film", "code"].map((kind) => `${word} ${kind}`));

  await page.goto(`/records/${await idOf(page.request, corpus, "a")}`);
  await page.locator(".tags .tag").click();
  await expect(titles(page)).toHaveText([`${word} picture`, `${word} text`]);
});

test("an author's records are listed, and members are found @plain", async ({ page }, info) => {
  const word = unique("wrack").replace("-", "");
  const corpus = five(info.project.name, word);
  await page.goto(`/records/${await idOf(page.request, corpus, "a")}`);
  await page.locator(".record-by .name").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${corpus} ada`);
  await expect(titles(page)).toHaveText([`${word} film`, `${word} text`]);
  await expect(page.locator("#remixers .person")).toHaveCount(2);
  await page.getByRole("navigation", { name: "Medium" }).getByRole("link", { name: "Video" }).click();
  await expect(titles(page)).toHaveText([`${word} film`]);
  await page.getByRole("navigation", { name: "Medium" }).getByRole("link", { name: "Code" }).click();
  await expect(page.getByRole("main")).toContainText("No code here.");
  const handle = /members\/([^?#]+)/.exec(page.url())![1]!;
  await page.goto(`/records?author=${handle}&sort=oldest`);
  await expect(titles(page)).toHaveText([`${word} text`, `${word} film`]);
  await page.goto(`/records?q=${corpus} cleo`);
  await expect(page.locator(".people").getByRole("link", { name: `${corpus} cleo` })).toBeVisible();
});

test("long lists go on page by page, each record once @plain @smoke", async ({ page }, info) => {
  const works: Work[] = Array.from({ length: 80 }, (_, n) => ({ id: `p${n}`, author: "pages" }));
  const corpus = importCorpus(info.project.name, works, [["p79", "p0"]]);
  await page.goto(`/records/${await idOf(page.request, corpus, "p0")}`);
  await turnPage(page.locator(".record-by .name"));
  const handle = /members\/([^?#]+)/.exec(page.url())![1]!;
  for (const sort of ["newest", "oldest", "remixes"]) {
    await page.goto(`/records?author=${handle}&sort=${sort}`);
    const seen: string[] = [];
    for (let pages = 1; ; pages++) {
      seen.push(...(await titles(page).allTextContents()));
      const next = page.getByRole("navigation", { name: "Pages" }).locator("a[rel=next]");
      if ((await next.count()) === 0) break;
      expect(pages).toBeLessThan(4);
      await turnPage(next);
    }
    expect(seen, sort).toHaveLength(80);
    expect(new Set(seen).size, sort).toBe(80);
  }
  await page.goBack();
  await expect(titles(page)).toHaveCount(36);
});

test("nothing found is said, with a way on @plain", async ({ page }) => {
  const word = unique("nothing");
  await page.goto(`/records?q=${word}`);
  await expect(page.getByRole("heading", { name: `Nothing found for “${word}”` })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "See every record" }).click();
  await expect(page).toHaveURL("/records");
  for (const q of ['"', "* OR -", "'; DROP TABLE record; --", "a".repeat(200), "ﷺ 🌱 \u0000"]) {
    const answer = await page.goto(`/records?q=${encodeURIComponent(q)}`);
    expect([200, 422], q).toContain(answer?.status());
  }
  expect((await page.goto(`/records?q=${"a".repeat(201)}`))?.status()).toBe(422);
});

const looked: [string, (id: number, corpus: string) => string][] = [
  ["home", () => "/"],
  ["a list", (_, corpus) => `/records?q=${corpus}&medium=audio&sort=remixes`],
  ["an empty list", (_, corpus) => `/records?q=nothing${corpus}`],
  ["a record", (id) => `/records/${id}`],
  ["a lineage", (id) => `/records/${id}/lineage`],
  ["a member", (_, corpus) => `/members/${corpus}-a0`],
  ["signing in", () => "/sign-in"],
  ["joining", () => "/sign-up"],
];
for (const [name, path] of looked) {
  test(`the page of ${name} is accessible and fits`, async ({ page }, info) => {
    const mediums = ["text", "image", "audio", "video", "code"] as const;
    const works: Work[] = Array.from({ length: 40 }, (_, n) => ({ id: `w${n}`, medium: mediums[n % 5]!, author: `a${n % 4}`, tags: ["x"] }));
    const corpus = importCorpus(info.project.name, works, works.slice(1).map((work, n): Link => [work.id, `w${Math.floor(n / 3)}`]));
    const answer = await page.goto(path(await idOf(page.request, corpus, "w1"), corpus));
    expect(answer?.status()).toBe(200);
    await expectAccessible(page);
    await expectFits(page);
  });
}

for (const [name, path] of [["one's account", "/me"], ["home of a member", "/"]] as const) {
  test(`the page of ${name} is accessible and fits`, async ({ page, member }) => {
    expect(member.handle).toBeTruthy();
    await page.goto(path);
    await expectAccessible(page);
    await expectFits(page);
  });
}
