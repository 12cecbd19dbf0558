// The explorer without a pointer, and without sight.
import { expect } from "./fixtures";
import { test } from "./explorer/explorer";
import { branch, descendants, remixesOf, title } from "./explorer/world";

test("arrows walk along the links; what is there is announced", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.stage.focus();
  const at = () => explorer.card.getByRole("heading", { level: 2 });
  await page.keyboard.press("Enter");
  await expect(at()).toHaveText(title("crowd"));
  await page.keyboard.press("ArrowDown");
  await expect(at(), "to the next tree").toHaveText(title("harbour"));
  await expect(explorer.live).toHaveText(`Harbour lights, Audio by world ana, January 2026. A root. From it came ${descendants("harbour").length} records by 5 members, up to 15 remixes deep.`);
  await page.keyboard.press("ArrowRight");
  await expect(at()).toHaveText(title("stem-1"));
  await page.keyboard.press("ArrowRight");
  await expect(at()).toHaveText(title("stem-2"));
  await page.keyboard.press("ArrowDown");
  await expect(at(), "to a sibling").toHaveText(title("leaf-1"));
  await page.keyboard.press("ArrowDown");
  await expect(explorer.live).toHaveText("That was the last of its siblings.");
  await page.keyboard.press("ArrowRight");
  await expect(explorer.live).toHaveText("Nobody has remixed it yet.");
  await page.keyboard.press("ArrowUp");
  await expect(at()).toHaveText(title("stem-2"));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(at()).toHaveText(title("harbour"));
  await page.keyboard.press("ArrowLeft");
  await expect(explorer.live).toHaveText("It is a root: it came from nobody else’s record.");
  // What one walked to is in view.
  const spot = await explorer.pixel(world.id("harbour"));
  const box = (await explorer.stage.boundingBox())!;
  expect(spot.x > box.x && spot.x < box.x + box.width && spot.y > box.y && spot.y < box.y + box.height).toBe(true);
  await page.keyboard.press("Enter");
  await expect(explorer.card.getByRole("link", { name: "Open", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(explorer.stage).toBeFocused();
});

test("keys zoom, pan, fit, select, fold, draw, find, list and go back", async ({ page, explorer, world }) => {
  await explorer.open();
  await explorer.stage.focus();
  const whole = await explorer.still();
  await page.keyboard.press("+");
  expect((await explorer.still()).scale / whole.scale).toBeCloseTo(1.4, 1);
  await page.keyboard.press("-");
  expect((await explorer.still()).scale / whole.scale).toBeCloseTo(1, 1);
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  const near = await explorer.still();
  await page.keyboard.press("Shift+ArrowRight");
  const right = await explorer.still();
  expect(Math.abs((right.x - near.x) * near.scale - 120), `right, from ${near.x} to ${right.x}`).toBeLessThan(1);
  await page.keyboard.press("0");
  expect((await explorer.still()).scale / whole.scale).toBeCloseTo(1, 1);

  await page.keyboard.press("/");
  await page.keyboard.type(title("branch-1"));
  // At once: it is what was typed that counts, not what the list still shows.
  await page.keyboard.press("Enter");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("branch-1"));
  await expect(explorer.stage).toBeFocused();
  await page.keyboard.press("s");
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("1 record selected");
  await expect(explorer.live).toHaveText("1 record by 1 member selected.");
  await page.keyboard.press("c");
  const inside = branch("branch-1").length - 1;
  await expect(explorer.live).toHaveText(`${inside} records folded away.`);
  await page.keyboard.press("c");
  await expect(explorer.live).toHaveText(`${inside} records unfolded.`);
  await page.keyboard.press("Home");
  const middle = await explorer.point();
  const at = await explorer.pixel(world.id("branch-1"));
  expect(Math.hypot(at.x - middle.x, at.y - middle.y)).toBeLessThan(1);
  await page.keyboard.press("l");
  await expect(explorer.tool("Select with a lasso")).toHaveAttribute("aria-pressed", "true");
  // Step by step back: the lasso, the focus, the selection.
  await page.keyboard.press("Escape");
  await expect(explorer.tool("Select with a lasso")).toHaveAttribute("aria-pressed", "false");
  await expect(explorer.card).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(explorer.card).toBeHidden();
  await expect(explorer.selection).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(explorer.selection).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(explorer.selection).toBeVisible();

  await page.keyboard.press("t");
  await expect(page.locator("tbody tr:focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(explorer.stage).toBeFocused();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys and gestures" });
  await expect(help).toContainText("to what it was made from");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  // No trap: the tab key leads on.
  await explorer.stage.focus();
  await page.keyboard.press("Tab");
  await expect(explorer.stage).not.toBeFocused();
});

test("the list is a tree grid in step with the picture", async ({ page, explorer }) => {
  await explorer.open();
  await expect(explorer.list).toMatchAriaSnapshot(`
    - treegrid "As a list":
      - rowgroup:
        - row:
          - columnheader "Title"
          - columnheader "Medium"
          - columnheader "Member"
          - columnheader "Date"
          - columnheader "Sources"
          - columnheader "Remixes"
          - columnheader "After it"
      - rowgroup:
        - row /The crowd’s beginning Text/ [level=1]:
          - rowheader
          - gridcell "Text"
          - gridcell "world hal"
          - gridcell "6 January 2026"
          - gridcell "0"
          - gridcell "510"
          - gridcell "510"
        - row /Harbour lights/ [level=1]
  `);
  const rows = explorer.list.getByRole("row");
  // One tab stop.
  await expect(explorer.list.locator("[tabindex='0']")).toHaveCount(1);
  const stops = await explorer.list.locator("a, button").evaluateAll((all) => all.filter((one) => (one as HTMLElement).tabIndex >= 0 && one.checkVisibility()).length);
  expect(stops, "links and buttons in rows are no stops of their own").toBe(0);
  const tree = explorer.row(title("harbour"));
  await explorer.list.locator("[tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  await expect(tree).toBeFocused();
  await expect(tree).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(tree).toHaveAttribute("aria-expanded", "true");
  await expect(explorer.live).toHaveText(`${remixesOf("harbour").length} remixes shown.`);
  await expect(tree).toBeFocused();
  await page.keyboard.press("ArrowRight");
  const stem = explorer.row(title("stem-1"));
  await expect(stem).toBeFocused();
  await expect(stem).toHaveAttribute("aria-level", "2");
  await expect(stem).toHaveAttribute("aria-posinset", "1");
  await expect(stem).toHaveAttribute("aria-setsize", String(remixesOf("harbour").length));
  await expect(explorer.row(title("petal-3"))).not.toHaveAttribute("aria-expanded", /.*/);

  // Enter shows it in the picture, Space selects it.
  await page.keyboard.press("Enter");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("stem-1"));
  await expect(stem).toBeFocused();
  await page.keyboard.press("Space");
  await expect(stem).toHaveAttribute("aria-selected", "true");
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText("1 record selected");
  await page.keyboard.press("Space");
  await expect(stem).toHaveAttribute("aria-selected", "false");

  await page.keyboard.press("ArrowLeft");
  await expect(tree, "left goes to what it was made from").toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(tree).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Home");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(rows.last()).toBeFocused();
  await expect(explorer.list.locator("[tabindex='0']")).toHaveCount(1);
});

test("the list follows the picture, deep into a branch", async ({ page, explorer }) => {
  await explorer.open();
  await explorer.jump(title("branch-3"));
  const row = explorer.row(title("branch-3"));
  await expect(row).toHaveAttribute("aria-level", "8");
  await expect(row).toHaveClass(/is-focus/);
  await expect(row, "the tab key comes to it").toHaveAttribute("tabindex", "0");
  await explorer.tool("List beside the picture").click();
  await expect(row).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("branch-2"));
});

test("a crowd is shown by the handful, with the rest in one row", async ({ page, explorer }) => {
  await explorer.open();
  await explorer.list.locator("[tabindex='0']").focus();
  await page.keyboard.press("ArrowRight");
  const more = explorer.list.getByRole("row", { name: /Show more; \d+ are not shown/ });
  await expect(more).toContainText("485 are not shown");
  const shown = await explorer.list.getByRole("row").count();
  await more.getByRole("button").click();
  await expect.poll(() => explorer.list.getByRole("row").count()).toBeGreaterThan(shown + 20);
  await expect(more).toContainText("460 are not shown");
});

test("a record with several sources has several ways up, which can be switched", async ({ page, explorer }) => {
  await explorer.open();
  await explorer.jump(title("duet"));
  const row = explorer.row(title("duet"));
  await expect(row).toContainText("made from 3: Stem 6, Stone 3, Harbour lights");
  await expect(row).toHaveAttribute("aria-level", "8");
  await explorer.tool("List beside the picture").click();
  await expect(row).toBeFocused();
  await page.keyboard.press("w");
  await expect(explorer.live).toHaveText("Way 2 of 3: made from Stone 3.");
  await expect(row).toBeFocused();
  await expect(row).toHaveAttribute("aria-level", "5");
  await page.keyboard.press("ArrowLeft");
  await expect(explorer.row(title("stone-3"))).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await row.focus();
  await page.keyboard.press("w");
  await expect(explorer.live).toHaveText("Way 3 of 3: made from Harbour lights.");
  await expect(row).toHaveAttribute("aria-level", "2");
  await page.keyboard.press("w");
  await expect(row).toHaveAttribute("aria-level", "8");
  // The arrow on the picture takes the way that was chosen.
  await page.keyboard.press("w");
  await explorer.stage.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(explorer.card.getByRole("heading", { level: 2 })).toHaveText(title("stone-3"));
});
