import { importCorpus, idOf } from "./corpus";
import { awake, expect, type Member, signIn, test } from "./fixtures";
import type { Page } from "@playwright/test";

/** Tabs through the whole page; answers what could be reached, and what could not be seen when it was. */
async function tabThrough(page: Page) {
  const all = await page.evaluate(() => {
    const able = "a[href], button, input:not([type='hidden']), select, textarea, summary, audio[controls], video[controls], [tabindex='0']";
    let count = 0;
    for (const element of document.querySelectorAll<HTMLElement>(able)) {
      const radio = element instanceof HTMLInputElement && element.type === "radio";
      // Of a group of radio buttons one takes the focus; arrows choose among them.
      const group = radio ? [...document.querySelectorAll<HTMLInputElement>(`input[name='${element.name}']:not(:disabled)`)] : [];
      const first = group.find((one) => one.checked) ?? group[0];
      if ((radio && first !== element) || element.matches(":disabled, [tabindex='-1']") || !element.checkVisibility({ visibilityProperty: true })) continue;
      element.dataset["reach"] = String(count++);
    }
    return count;
  });
  const seen = new Set<string>();
  const hidden: string[] = [];
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let step = 0; step < all * 2 + 20 && seen.size < all; step++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(async () => {
      // What slides into view has its moment.
      await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const around = getComputedStyle(element.closest(".search, .choice, .facet, .drop, .card, .rec, label") ?? element);
      const shown = [style, around].some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none");
      const box = element.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
      return { reach: element.dataset["reach"] ?? "", visible: shown && inside, what: element.outerHTML.slice(0, 120) };
    });
    if (!at) continue;
    if (!at.visible) hidden.push(at.what);
    if (at.reach) seen.add(at.reach);
  }
  const missed = await page.evaluate(
    (reached) => [...document.querySelectorAll<HTMLElement>("[data-reach]")].filter((e) => !reached.includes(e.dataset["reach"]!)).map((e) => e.outerHTML.slice(0, 120)),
    [...seen],
  );
  return { all, missed, hidden };
}

async function signedIn(page: Page, makeMember: () => Member) {
  await signIn(page, makeMember());
}

test("the keyboard reaches everything, and one sees where one is", async ({ page, makeMember }, info) => {
  // Eight pages, tab by tab.
  test.slow();
  const corpus = importCorpus(info.project.name, [{ id: "a" }, { id: "b" }, { id: "c" }], [["b", "a"], ["c", "b"]]);
  const id = await idOf(page.request, corpus, "b");
  const visit = async (path: string) => {
    await page.goto(path);
    // An island that comes to life takes what only serves without it out of the way.
    await awake(page);
    const { all, missed, hidden } = await tabThrough(page);
    expect(all, path).toBeGreaterThan(8);
    expect.soft(missed, `${path}: not reached`).toEqual([]);
    expect.soft(hidden, `${path}: not seen`).toEqual([]);
  };
  for (const path of ["/", "/sign-in", "/sign-up", `/records/${id}`, `/records?author=${corpus}-somebody`]) await visit(path);
  await signedIn(page, makeMember);
  for (const path of ["/me", "/records/new", `/records/${id}/remix`]) await visit(path);
});

test("the first step skips to the content", async ({ page }) => {
  await page.goto("/records");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

test("joining and finding one's menu by keyboard alone", async ({ page, makeMember }) => {
  const member = makeMember();
  await page.goto("/sign-in");
  await page.getByRole("main").getByLabel("Handle").focus();
  await page.keyboard.type(member.handle);
  await page.keyboard.press("Tab");
  await page.keyboard.type(member.password);
  await page.keyboard.press("Enter");
  await expect(page.locator(".menu-member summary")).toBeVisible();
  await page.locator(".menu-member summary").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".menu-member").getByRole("link", { name: "Your page" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/members/${member.handle}`);
});
