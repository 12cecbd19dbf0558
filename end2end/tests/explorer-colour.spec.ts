// Colours that tell the time.
import { expect } from "./fixtures";
import { type Explorer, test } from "./explorer/explorer";

/** The colour of a record's mark, from near. */
async function colour(explorer: Explorer, id: number): Promise<string> {
  await explorer.near(id, 40);
  return explorer.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".explorer-stage canvas")!;
    const copy = new OffscreenCanvas(1, 1).getContext("2d")!;
    copy.drawImage(canvas, -Math.round(canvas.width / 2), -Math.round(canvas.height / 2));
    return [...copy.getImageData(0, 0, 1, 1).data].join();
  });
}

test("colours tell the time in place of the medium, and a link brings them", async ({ page, explorer, world }) => {
  await explorer.open();
  const [early, late] = [world.id("stem-1"), world.id("duet")];
  const audio = await colour(explorer, early);
  expect(await colour(explorer, late), "one medium, one colour").toBe(audio);
  const switchTo = page.getByRole("checkbox", { name: "Colour by time, not by medium" });
  await switchTo.check();
  await expect(page.locator(".time-steps")).toBeVisible();
  const [then, now] = [await colour(explorer, early), await colour(explorer, late)];
  expect(then).not.toBe(audio);
  expect(now, "another time, another colour").not.toBe(then);
  await expect.poll(() => explorer.hash().get("colour")).toBe("time");
  await page.reload();
  await explorer.alive();
  await expect(switchTo).toBeChecked();
  expect(await colour(explorer, early)).toBe(then);
  await switchTo.uncheck();
  expect(await colour(explorer, early)).toBe(audio);
  expect(explorer.hash().get("colour")).toBeNull();
});
