// Narrowing the map down, folding, time, and jumping.
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { type Explorer, test } from "./explorer/explorer";
import { branch, remixesOf, sourcesOf, title, type works as all, works } from "./explorer/world";

type One = (typeof all)[number];
const count = (page: Page) => page.locator("[data-count]");
const told = (fits: (work: One) => boolean) => `${works.filter(fits).length} of ${works.length} records`;

/** Drawn marks, once the picture rests. */
async function marks(explorer: Explorer): Promise<number> {
  await explorer.still();
  return (await explorer.counts())["marks"]!;
}

test("by medium, never remixed, several sources, and everything again", async ({ page, explorer }) => {
  await explorer.open();
  await expect(count(page)).toHaveText(`${works.length} records`);
  const everything = await marks(explorer);
  await page.getByRole("checkbox", { name: "Audio" }).check();
  await expect(count(page)).toHaveText(told((work) => work.medium === "audio"));
  await expect(explorer.live).toHaveText(`${told((work) => work.medium === "audio")} shown.`);
  await expect.poll(() => marks(explorer)).toBeLessThan(everything / 2);
  await page.getByRole("checkbox", { name: "Code" }).check();
  await expect(count(page)).toHaveText(told((work) => work.medium === "audio" || work.medium === "code"));
  await page.getByRole("checkbox", { name: "Never remixed" }).check();
  await expect(count(page)).toHaveText(told((work) => ["audio", "code"].includes(work.medium!) && remixesOf(work.id).length === 0));
  await page.getByRole("button", { name: "Show everything" }).and(page.locator("[data-act='clear-filter']")).click();
  await expect(count(page)).toHaveText(`${works.length} records`);
  await expect(page.getByRole("checkbox", { name: "Audio" })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Never remixed" })).not.toBeChecked();
  await page.getByRole("checkbox", { name: "Several sources" }).check();
  await expect(count(page)).toHaveText(told((work) => sourcesOf(work.id).length > 1));
  await expect.poll(() => marks(explorer)).toBeGreaterThanOrEqual(2);
});

test("by license, member, tag, words and time", async ({ page, explorer }) => {
  await explorer.open();
  const form = page.getByRole("form", { name: "What is shown" });
  const clear = () => form.locator("[data-act='clear-filter']").click();
  await form.getByLabel("License").selectOption("CC0-1.0");
  await expect(count(page)).toHaveText(told((work) => work.license === "CC0-1.0"));
  await clear();
  await form.getByText("More filters").click();
  await form.getByLabel("Tag").fill("stem");
  await expect(count(page)).toHaveText(told((work) => work.tags?.includes("stem") === true));
  await clear();
  const anas = await page.locator("tbody").getByRole("link", { name: "world ana" }).first().getAttribute("href");
  await form.getByLabel("Member").fill(`@${anas!.split("/").at(-1)!}`);
  await expect(count(page)).toHaveText(told((work) => work.author === "ana"));
  await clear();
  await form.getByLabel("Words").fill("petal");
  await expect(count(page)).toHaveText(told((work) => /petal/i.test(work.title!)));
  await clear();
  await form.getByLabel("From").fill("2026-01-20");
  await form.getByLabel("Until").fill("2026-01-31");
  const dayOf = (work: One) => Math.floor(work.minute! / 1440) + 1;
  await expect(count(page)).toHaveText(told((work) => dayOf(work) >= 20 && dayOf(work) <= 31));
  await clear();
  await form.getByLabel("Words").fill("nothing is called this");
  await expect(count(page)).toHaveText(`0 of ${works.length} records`);
  await expect(explorer.notices).toContainText("No record is like this.");
});

test("a branch is folded into a wedge with an honest count", async ({ page, explorer }) => {
  await explorer.open();
  await explorer.jump(title("branch-1"));
  const inside = branch("branch-1").length - 1;
  const before = await marks(explorer);
  await explorer.card.getByRole("button", { name: "Fold", exact: true }).click();
  await expect(explorer.card).toContainText(`${inside} records folded away, 2026`);
  await expect(explorer.live).toHaveText(`${inside} records folded away.`);
  await expect.poll(() => marks(explorer)).toBeLessThan(before - 10);
  const wedges = () => explorer.wedges();
  await expect.poll(wedges, "how many, and from when").toBe(`+${inside} 2026`);
  // Of what a filter shows, as many as it shows.
  await page.getByRole("checkbox", { name: "Video" }).check();
  await expect(explorer.card).toContainText("9 records that the filter shows are folded away here");
  await expect.poll(wedges).toBe("+9");
  await page.getByRole("checkbox", { name: "Video" }).uncheck();
  await expect(explorer.card).toContainText(`${inside} records folded away`);
  await page.reload();
  await explorer.alive();
  await expect(explorer.card, "and it stays so").toContainText(`${inside} records folded away`);
  await explorer.card.getByRole("button", { name: "Unfold" }).click();
  await expect.poll(() => marks(explorer)).toBe(before);
});

test("the slider goes back in time", async ({ page, explorer }) => {
  await explorer.open();
  const now = await marks(explorer);
  const slider = page.getByRole("slider", { name: "Show what was published by" });
  await expect(slider).toHaveAttribute("aria-valuetext", "February 2026");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuetext", "January 2026");
  // The first of 4,096 steps of 46 days.
  await expect.poll(() => marks(explorer)).toBe(works.filter((work) => work.minute! <= 16).length);
  await expect.poll(() => Number(explorer.hash().get("until"))).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1));
  const middle = await slider.evaluate((input: HTMLInputElement) => {
    input.value = "1024";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return input.value;
  });
  expect(middle).toBe("1024");
  await expect.poll(() => marks(explorer)).toBeGreaterThan(20);
  expect(await marks(explorer)).toBeLessThan(now);
  await slider.focus();
  await page.keyboard.press("End");
  await expect.poll(() => marks(explorer)).toBe(now);
  await expect.poll(() => explorer.hash().get("until")).toBeNull();
});

test("play lets the map grow, and pauses", async ({ page, explorer }) => {
  await explorer.open();
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const time = page.getByRole("group", { name: "Time" });
  await time.getByRole("button", { name: "Play" }).click();
  const at = async () => Number(await time.getByRole("slider").inputValue());
  const first = await at();
  await expect.poll(at).toBeGreaterThan(first + 100);
  await time.getByRole("button", { name: "Pause" }).click();
  const paused = await at();
  await page.waitForTimeout(1_500);
  expect(await at()).toBe(paused);
  expect(paused).toBeLessThan(4095);
  // Less motion: in a few still steps.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await time.getByRole("slider").fill("0");
  await time.getByRole("button", { name: "Play" }).click();
  await expect.poll(at).toBeGreaterThan(200);
  await time.getByRole("button", { name: "Pause" }).click();
});

test("typing finds records and members, and jumps there", async ({ page, explorer }) => {
  await explorer.open();
  const field = page.getByRole("combobox", { name: "Jump to a record or member" });
  await field.fill("quarry");
  const found = page.getByRole("listbox", { name: "Found on the map" });
  await expect(found.getByRole("option", { name: /Quarry sketches/ })).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await found.getByRole("option", { name: /Quarry sketches/ }).click();
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("quarry"));
  await expect(explorer.stage).toBeFocused();
  expect((await explorer.still()).scale).toBeGreaterThan(15);

  // By keys alone: the options are walked with arrows, and told by the field.
  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await field.fill("stem");
  await expect(found.getByRole("option").nth(2)).toBeVisible();
  const second = (await found.getByRole("option").nth(1).getAttribute("id"))!;
  await expect(field).not.toHaveAttribute("aria-activedescendant", second);
  await page.keyboard.press("ArrowDown");
  await expect(field).toHaveAttribute("aria-activedescendant", second);
  const name = await page.locator(`#${second} bdi`).first().innerText();
  await page.keyboard.press("Enter");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(name);

  await page.keyboard.press("/");
  await field.fill("world ana");
  await found.getByRole("option").filter({ hasText: "world ana" }).first().click();
  await expect(count(page)).toHaveText(told((work) => work.author === "ana"));
  await page.keyboard.press("/");
  await field.fill("zzzz nothing");
  await expect(found).toContainText("Nothing on the map is called that.");
  await page.keyboard.press("Escape");
  await expect(found).toBeHidden();
});
